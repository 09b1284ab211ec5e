namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The ids seen within the retention, in memory. Not thread-safe.</summary>
internal sealed class MemorySeenIds(TimeSpan retention)
{
    private readonly SortedDictionary<long, Dictionary<long, byte[]>> _periods = [];

    /// <summary>Remembers the id; false when it was seen already.</summary>
    public bool Add(long updateId, DateTimeOffset now)
    {
        var period = SeenPage.PeriodOf(now, retention);
        var page = SeenPage.PageOf(updateId);
        if (!_periods.TryGetValue(period, out var current))
        {
            foreach (var old in _periods.Keys.Where(key => key < SeenPage.Oldest(period)).ToList()) _periods.Remove(old);
            _periods[period] = current = [];
        }

        foreach (var pages in _periods.Values)
            if (pages.TryGetValue(page, out var seen) && SeenPage.Has(seen, updateId)) return false;
        if (!current.TryGetValue(page, out var bits)) current[page] = bits = new byte[SeenPage.Bytes];
        SeenPage.Set(bits, updateId);
        return true;
    }
}
