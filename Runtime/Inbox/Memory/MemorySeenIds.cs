namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The ids seen within the retention, in memory. Ids far apart take a page each, and anybody can send such ids to a
/// server without a secret: when there are too many pages, the oldest give way. Not thread-safe.
/// </summary>
/// <param name="retention">How long ids are remembered.</param>
/// <param name="maxBytes">How much memory they may take.</param>
internal sealed class MemorySeenIds(TimeSpan retention, long maxBytes)
{
    // A page, the array around it, and its places in the dictionary and the queue.
    private const int BytesPerPage = SeenPage.Bytes + 128;

    private readonly Dictionary<(long Period, long Page), byte[]> _pages = [];
    private readonly Queue<(long Period, long Page)> _oldest = new();
    private readonly int _maxPages = (int)Math.Clamp(maxBytes / BytesPerPage, 16, int.MaxValue);

    public int Pages => _pages.Count;

    /// <summary>Remembers the id; false when it was seen already.</summary>
    /// <param name="updateId">The id.</param>
    /// <param name="time">Time that passes as it does, and that nobody sets.</param>
    public bool Add(long updateId, TimeSpan time)
    {
        var period = SeenPage.PeriodOf(time, retention);
        var page = SeenPage.PageOf(updateId);
        while (_oldest.TryPeek(out var old) && old.Period < SeenPage.Oldest(period)) _pages.Remove(_oldest.Dequeue());
        for (var at = SeenPage.Oldest(period); at <= period; at++)
            if (_pages.TryGetValue((at, page), out var seen) && SeenPage.Has(seen, updateId)) return false;
        if (!_pages.TryGetValue((period, page), out var bits))
        {
            // Not before: an id that is known needs no room, and must not make its own page give way.
            while (_pages.Count >= _maxPages) _pages.Remove(_oldest.Dequeue());
            _pages[(period, page)] = bits = new byte[SeenPage.Bytes];
            _oldest.Enqueue((period, page));
        }

        SeenPage.Set(bits, updateId);
        return true;
    }
}
