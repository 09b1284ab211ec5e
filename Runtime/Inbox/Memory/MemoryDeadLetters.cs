using System.Security.Cryptography;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The dead letters of an inbox in memory, oldest first. Not thread-safe.</summary>
/// <param name="share">How much they may take; the oldest give way.</param>
internal sealed class MemoryDeadLetters(DeadLetterShare share)
{
    // What an entry takes besides what it says.
    private const int EntryBytes = 256;

    private readonly SortedDictionary<long, DeadEntry> _letters = [];
    private readonly HashSet<string> _nameless = [];

    /// <summary>How many bytes they take: bodies, errors, and what attempts had said.</summary>
    public long Bytes { get; private set; }

    public int Count => _letters.Count;

    /// <summary>Returns how many gave way.</summary>
    public int Add(DeadEntry entry)
    {
        _letters.Add(entry.Letter.Id, entry);
        Bytes += entry.Bytes;
        if (entry.Letter.UpdateId is null) _nameless.Add(DigestOf(entry.Letter.Body.Span));
        var evicted = 0;
        for (; share.IsExceeded(Count, Bytes); evicted++) Remove(_letters.Keys.First());
        return evicted;
    }

    /// <summary>Whether these bytes, which tell no id, are kept already.</summary>
    public bool HasNameless(ReadOnlySpan<byte> body) => _nameless.Count > 0 && _nameless.Contains(DigestOf(body));

    private static string DigestOf(ReadOnlySpan<byte> body) => Convert.ToBase64String(SHA256.HashData(body));

    public DeadEntry? Find(long id) => _letters.GetValueOrDefault(id);

    public bool Remove(long id)
    {
        if (!_letters.Remove(id, out var entry)) return false;
        if (entry.Letter.UpdateId is null) _nameless.Remove(DigestOf(entry.Letter.Body.Span));
        Bytes -= entry.Bytes;
        return true;
    }

    public void Clear()
    {
        _letters.Clear();
        _nameless.Clear();
        Bytes = 0;
    }

    public List<long> Ids() => [.. _letters.Keys];

    /// <summary>Some of those that were given up before a moment.</summary>
    public List<long> Before(DateTimeOffset moment, int limit) =>
        [.. _letters.Where(entry => entry.Value.DeadAt < moment).Take(limit).Select(entry => entry.Key)];

    /// <summary>A letter; the update, if it can be handled at all; what it has said; when it was given up.</summary>
    internal sealed record DeadEntry(DeadLetter Letter, StoredUpdate? Update, SaidCalls? Said, DateTimeOffset DeadAt)
    {
        /// <summary>What it took when it came.</summary>
        public long Bytes { get; } = Letter.Body.Length + (Letter.Error.Length * sizeof(char)) + (Said?.Bytes ?? 0) + EntryBytes;
    }
}
