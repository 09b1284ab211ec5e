namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The ids seen within the retention, as the file has them; the pages in use are in memory. Used by the writer only.
/// </summary>
internal sealed class SqliteSeenIds(InboxConnection connection, SeenClock clock, TimeSpan retention)
{
    // A bot's ids run through one page at a time; this many pages are half a MiB.
    private const int MaxPages = 512;

    private readonly Dictionary<long, Page> _pages = [];
    private readonly List<Page> _changed = [];
    private long _period = long.MinValue;

    /// <summary>How many pages are in memory.</summary>
    public int Pages => _pages.Count;

    /// <summary>Whether the id was seen already.</summary>
    public bool Has(long updateId)
    {
        var period = SeenPage.PeriodOf(clock.Now, retention);
        if (period != _period) Enter(period);
        return SeenPage.Has(PageOf(updateId).All, updateId);
    }

    /// <summary>Remembers the id, within the transaction. It is one that <see cref="Has"/> just said no of.</summary>
    public void Add(long updateId)
    {
        var page = PageOf(updateId);
        SeenPage.Set(page.All, updateId);
        SeenPage.Set(page.OfPeriod, updateId);
        if (page.Changed) return;
        page.Changed = true;
        _changed.Add(page);
    }

    /// <summary>Writes the changed pages, before the commit.</summary>
    public void Flush()
    {
        foreach (var page in _changed)
        {
            connection.Use(WriteSql.RememberSeen).Bind(1, page.Number).Bind(2, _period).Bind(3, page.OfPeriod).Run();
            page.Changed = false;
        }

        _changed.Clear();
    }

    /// <summary>After a rollback: what is in memory is not what is in the file.</summary>
    public void Forget()
    {
        _changed.Clear();
        _pages.Clear();
        _period = long.MinValue;
    }

    private void Enter(long period)
    {
        Flush();
        _pages.Clear();
        _period = period;
        clock.Save();
        connection.Use(WriteSql.ForgetSeen).Bind(1, SeenPage.Oldest(period)).Run();
    }

    private Page PageOf(long updateId)
    {
        var number = SeenPage.PageOf(updateId);
        return _pages.TryGetValue(number, out var page) ? page : Load(number);
    }

    private Page Load(long number)
    {
        if (_pages.Count >= MaxPages)
        {
            Flush();
            _pages.Clear();
        }

        var page = new Page(number);
        var rows = connection.Use(WriteSql.SeenOfPage).Bind(1, number).Bind(2, SeenPage.Oldest(_period));
        while (rows.Step())
        {
            var ids = rows.Blob(1);
            for (var i = 0; i < ids.Length; i++) page.All[i] |= ids[i];
            if (rows.Int64(0) == _period) ids.CopyTo(page.OfPeriod);
        }

        return _pages[number] = page;
    }

    private sealed class Page(long number)
    {
        public long Number { get; } = number;

        /// <summary>The ids of all periods that still count.</summary>
        public byte[] All { get; } = new byte[SeenPage.Bytes];

        public byte[] OfPeriod { get; } = new byte[SeenPage.Bytes];

        public bool Changed { get; set; }
    }
}
