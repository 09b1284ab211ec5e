using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Updates of one call that wait to be kept.</summary>
internal sealed class AppendRequest(IReadOnlyList<UpdateEnvelope> updates, long[] lanes, bool[] singles, long bytes)
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendResult>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<UpdateEnvelope> Updates { get; } = updates;

    /// <summary>The lane of each.</summary>
    public long[] Lanes { get; } = lanes;

    /// <summary>Whether the lane is the update's own.</summary>
    public bool[] Singles { get; } = singles;

    public long Bytes { get; } = bytes;

    public Task<IReadOnlyList<AppendResult>> Done => _done.Task;

    /// <summary>
    /// Which lane each update goes to is found out here, outside of any loop: the bot's own code may tell it.
    /// </summary>
    public static AppendRequest Of(IReadOnlyList<UpdateEnvelope> updates, InboxContext context)
    {
        var lanes = new long[updates.Count];
        var singles = new bool[updates.Count];
        long bytes = 0;
        for (var i = 0; i < lanes.Length; i++)
        {
            var update = updates[i];
            bytes += update.Body.Length;
            var lane = update.Fault is null ? context.LaneOf(update) : null;
            singles[i] = lane is null;
            lanes[i] = lane ?? LaneKey.Of($"update/{update.UpdateId}");
        }

        return new AppendRequest(updates, lanes, singles, bytes);
    }

    public void Kept(IReadOnlyList<AppendResult> results) => _done.TrySetResult(results);

    public void Refused(InboxUnavailableException error) => _done.TrySetException(error);
}
