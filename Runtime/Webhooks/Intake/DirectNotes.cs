using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// What failed attempts have got done, for <see cref="UpdateInbox.None"/>: Telegram sends the update again, and this
/// process remembers. At most so many updates, the oldest give way. Thread-safe.
/// </summary>
internal sealed class DirectNotes(int capacity)
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<long, (SaidCalls Said, int Attempts)> _failed = [];

    /// <summary>
    /// The notes of the update's earlier attempts, which are forgotten here, and the number of the attempt that begins.
    /// </summary>
    public (SaidCalls Said, int Attempt) Take(long updateId)
    {
        lock (_lock)
            return _failed.Remove(updateId, out var earlier)
                ? (earlier.Said, earlier.Attempts + 1)
                : (new SaidCalls(), 1);
    }

    /// <summary>The attempt failed: its notes are for the next one.</summary>
    public void Keep(long updateId, SaidCalls said, int attempt)
    {
        lock (_lock)
        {
            _failed[updateId] = (said, attempt);
            if (_failed.Count > capacity) _failed.RemoveAt(0);
        }
    }
}
