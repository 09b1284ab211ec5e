namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The dead letters of an inbox in memory, oldest first. Not thread-safe.</summary>
internal sealed class MemoryDeadLetters
{
    private readonly SortedDictionary<long, DeadEntry> _letters = [];

    /// <summary>How many bytes of bodies they hold.</summary>
    public long Bytes { get; private set; }

    public int Count => _letters.Count;

    public void Add(DeadEntry entry)
    {
        _letters.Add(entry.Letter.Id, entry);
        Bytes += entry.Letter.Body.Length;
    }

    public DeadEntry? Find(long id) => _letters.GetValueOrDefault(id);

    public bool Remove(long id)
    {
        if (!_letters.Remove(id, out var entry)) return false;
        Bytes -= entry.Letter.Body.Length;
        return true;
    }

    public void Clear()
    {
        _letters.Clear();
        Bytes = 0;
    }

    public List<long> Ids() => [.. _letters.Keys];

    /// <summary>Some of those that were given up before a moment.</summary>
    public List<long> Before(DateTimeOffset moment, int limit) =>
        [.. _letters.Where(entry => entry.Value.DeadAt < moment).Take(limit).Select(entry => entry.Key)];

    /// <summary>A letter; the update, if it can be handled at all; what it has said; when it was given up.</summary>
    internal sealed record DeadEntry(DeadLetter Letter, StoredUpdate? Update, SaidCalls? Said, DateTimeOffset DeadAt);
}
