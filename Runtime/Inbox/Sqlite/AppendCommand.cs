using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Updates that came in together.</summary>
internal sealed class AppendCommand : WriteCommand
{
    private readonly TaskCompletionSource<AppendResult[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<UpdateEnvelope> _updates;
    private readonly InboxContext _context;

    // Told when it comes in, so that the writer need not wait for anybody's code.
    private readonly long?[] _lanes;

    // Of bodies that tell no id; null while there is none.
    private readonly byte[][]? _digests;
    private readonly AppendResult[] _results;
    private readonly StoredUpdate?[] _stored;

    public AppendCommand(IReadOnlyList<UpdateEnvelope> updates, InboxContext context)
    {
        _updates = updates;
        _context = context;
        _results = new AppendResult[updates.Count];
        _stored = new StoredUpdate?[updates.Count];
        _lanes = new long?[updates.Count];
        for (var i = 0; i < _lanes.Length; i++)
        {
            Bytes += updates[i].Body.Length;
            Room += FileRoom.BytesOf(updates[i].Body.Length);
            if (updates[i].Fault is null) _lanes[i] = context.LaneOf(updates[i]);
            if (updates[i].UpdateId is null)
                (_digests ??= new byte[updates.Count][])[i] = SHA256.HashData(updates[i].Body.Span);
        }
    }

    public Task<AppendResult[]> Done => _done.Task;

    public override bool IsUrgent => true;

    public override bool IsKept => false;

    public override bool IsSeveral => _updates.Count > 1;

    public override int Bytes { get; }

    /// <summary>How much of the file it takes.</summary>
    public long Room { get; }

    public override void Apply(WriteTransaction transaction)
    {
        var now = _context.TimeProvider.GetUtcNow();
        var own = IsSeveral ? new HashSet<long>() : null;
        for (var i = 0; i < _updates.Count; i++)
        {
            _stored[i] = null;
            var isKnown = _updates[i].UpdateId is { } id
                ? transaction.Seen.Has(id) || own?.Add(id) == false
                : HasNameless(transaction, _digests![i]);
            _results[i] = isKnown ? AppendResult.Duplicate : AppendResult.Appended;
            if (!isKnown) Insert(transaction, i, now);
        }

        // Not before: what the file refuses was not kept, and must not be a duplicate when it is sent again.
        for (var i = 0; i < _updates.Count; i++)
            if (_results[i] == AppendResult.Appended && _updates[i].UpdateId is { } kept) transaction.Seen.Add(kept);
    }

    public override void Publish(LaneWindow window)
    {
        foreach (var update in _stored)
            if (update is not null) window.Appended(new StoredRow(update, IsNew: true));
    }

    public override void Committed() => _done.TrySetResult(_results);

    public override void Failed(InboxException error) => _done.TrySetException(error);

    /// <summary>Whether the bytes, which tell no id, are a dead letter already.</summary>
    private static bool HasNameless(WriteTransaction transaction, ReadOnlySpan<byte> digest)
    {
        var found = transaction.Use(WriteSql.HasNameless).Bind(1, digest);
        if (!found.Step()) return false;
        found.Reset();
        return true;
    }

    private void Insert(WriteTransaction transaction, int at, DateTimeOffset now)
    {
        var update = _updates[at];
        var id = transaction.NextId();
        var statement = transaction.Use(update.Fault is null ? WriteSql.Append : WriteSql.AppendDead);
        statement.Bind(1, id).Bind(2, update.UpdateId).Bind(3, update.Kind).Bind(4, _lanes[at])
            .Bind(5, update.MediaGroupId)
            .Bind(6, update.Body.Span).Bind(7, now.ToUnixTimeMilliseconds());
        if (update.Fault is { } fault)
        {
            var error = DeadLetter.Shorten(fault);
            statement.Bind(8, error).BindIfAny(9, _digests?[at]).Run();
            transaction.Buried(FileRoom.BytesOf(update.Body.Length + Encoding.UTF8.GetByteCount(error)));
            return;
        }

        statement.Run();

        transaction.Pending(1);
        _stored[at] = new StoredUpdate
        {
            Id = id,
            UpdateId = update.UpdateId!.Value,
            Kind = update.Kind,
            Lane = _lanes[at],
            MediaGroupId = update.MediaGroupId,
            Body = update.Body,
            ReceivedAt = now,
        };
    }
}
