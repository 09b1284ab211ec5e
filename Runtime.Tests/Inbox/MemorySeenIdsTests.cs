using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Which ids an inbox in memory knows, for how long, and what gives way.</summary>
public sealed class MemorySeenIdsTests
{
    private const int IdsPerPage = 4096;
    private const int FewestPages = 16;

    [Test]
    public void An_id_is_known_for_the_retention_and_a_quarter_more_at_most()
    {
        foreach (var minute in new[] { 0, 30, 59 })
        {
            var seen = new MemorySeenIds(TimeSpan.FromHours(4), maxBytes: 1024 * 1024);
            var added = TimeSpan.FromMinutes(minute);
            Assert.That(seen.Add(1, added), Is.True);
            Assert.That(seen.Add(1, added + TimeSpan.FromHours(4)), Is.False, $"added at {added}");
            Assert.That(seen.Add(1, TimeSpan.FromHours(5) - TimeSpan.FromTicks(1)), Is.False);
            Assert.That(seen.Add(1, TimeSpan.FromHours(5)), Is.True);
            Assert.That(seen.Pages, Is.EqualTo(1), "what is forgotten takes no memory");
        }
    }

    [Test]
    public void No_id_is_taken_for_its_neighbour()
    {
        var seen = new MemorySeenIds(TimeSpan.FromHours(4), maxBytes: 1024 * 1024);
        long[] ids = [.. Enumerable.Range(-IdsPerPage, 3 * IdsPerPage).Select(id => (long)id), long.MinValue, long.MaxValue];

        Assert.That(ids.Where(id => !seen.Add(id, TimeSpan.Zero)), Is.Empty);
        Assert.That(ids.Where(id => seen.Add(id, TimeSpan.Zero)), Is.Empty);
    }

    [Test]
    public void An_id_that_came_again_made_room_for_itself_and_was_taken_for_new()
    {
        var seen = new MemorySeenIds(TimeSpan.FromHours(4), maxBytes: 0);
        for (var page = 0L; page < FewestPages; page++)
            Assert.That(seen.Add(page * IdsPerPage, TimeSpan.Zero), Is.True);

        for (var page = 0L; page < FewestPages; page++)
            Assert.That(seen.Add(page * IdsPerPage, TimeSpan.Zero), Is.False, $"page {page}");
        Assert.That(seen.Pages, Is.EqualTo(FewestPages));

        Assert.That(seen.Add(FewestPages * IdsPerPage, TimeSpan.Zero), Is.True);
        Assert.That(seen.Pages, Is.EqualTo(FewestPages));
        Assert.That(seen.Add(IdsPerPage, TimeSpan.Zero), Is.False, "only the oldest page gave way");
        Assert.That(seen.Add(0, TimeSpan.Zero), Is.True);
    }
}
