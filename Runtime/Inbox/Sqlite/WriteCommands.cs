namespace Telegram.Webhooks.Runtime.Inbox;

internal sealed class AppendCommand(UpdateEnvelope update, TimeProvider time, Func<long> nextId) : WriteCommand
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoredUpdate? _stored;
    private AppendResult _result;

    public Task<AppendResult> Done => _done.Task;

    public override bool IsUrgent => true;

    public override bool IsKept => false;

    public override int Bytes => update.Body.Length;

    public override void Apply(InboxConnection connection, SqliteSeenIds seen)
    {
        var now = time.GetUtcNow();
        if (update.UpdateId is { } updateId && seen.Has(updateId, now))
        {
            _result = AppendResult.Duplicate;
            return;
        }

        var id = nextId();
        var statement = connection.Use(update.Fault is null ? WriteSql.Append : WriteSql.AppendDead);
        statement.Bind(1, id).Bind(2, update.UpdateId).Bind(3, update.Kind).Bind(4, update.Lane).Bind(5, update.MediaGroupId)
            .Bind(6, update.Body.Span).Bind(7, now.ToUnixTimeMilliseconds());
        if (update.Fault is not null) statement.Bind(8, update.Fault);
        statement.Run();
        // Not before: what the statement refuses was not kept, and must not be a duplicate when it is sent again.
        if (update.UpdateId is { } kept) seen.Add(kept);
        if (update.Fault is not null) return;
        _stored = new StoredUpdate
        {
            Id = id,
            UpdateId = update.UpdateId!.Value,
            Kind = update.Kind,
            Lane = update.Lane,
            MediaGroupId = update.MediaGroupId,
            Body = update.Body,
            ReceivedAt = now,
        };
    }

    public override void Publish(LaneWindow window)
    {
        if (_stored is not null) window.Appended(_stored, _stored.ReceivedAt);
    }

    public override void Committed() => _done.TrySetResult(_result);

    public override void Failed(InboxException error) => _done.TrySetException(error);
}

/// <summary>A change that somebody waits for: retry, bury, replay, purge.</summary>
internal sealed class AwaitedCommand<T>(bool isKept, Func<InboxConnection, T> apply, Action<LaneWindow, T>? publish = null) : WriteCommand
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override bool IsUrgent => true;

    public override bool IsKept => isKept;

    public override void Apply(InboxConnection connection, SqliteSeenIds seen) => _result = apply(connection);

    public override void Publish(LaneWindow window) => publish?.Invoke(window, _result);

    public override void Committed() => _done.TrySetResult(_result);

    public override void Failed(InboxException error) => _done.TrySetException(error);
}
