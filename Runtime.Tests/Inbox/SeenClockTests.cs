using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>The time by which ids are forgotten, across runs that nobody closed.</summary>
public sealed class SeenClockTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    [Test]
    public void Each_time_off_counts_once_and_for_three_quarters_of_the_retention_at_most()
    {
        using var directory = new TemporaryDirectory();
        using var file = InboxFile.Open(directory.File("inbox.db"), 1024 * 1024, new InboxContext { Name = "a" });
        var time = new TestClock();
        var start = Next().Now;

        time.Advance(TimeSpan.FromHours(10));
        Assert.That(Next().Now - start, Is.EqualTo(TimeSpan.FromHours(10)));
        time.Advance(TimeSpan.FromHours(40));
        Assert.That(Next().Now - start, Is.EqualTo(TimeSpan.FromHours(46)), "36 of 40");
        time.Ahead = TimeSpan.FromHours(-100);
        Assert.That(Next().Now - start, Is.EqualTo(TimeSpan.FromHours(46)), "a clock that was set back");
        time.Advance(TimeSpan.FromHours(1));
        var last = Next();
        Assert.That(last.Now - start, Is.EqualTo(TimeSpan.FromHours(47)));
        time.Ahead = TimeSpan.FromHours(1000);
        Assert.That(last.Now - start, Is.EqualTo(TimeSpan.FromHours(47)),
            "a clock that is set while it runs changes nothing");

        SeenClock Next() => new(file.Writer, time, Retention);
    }

    [Test]
    public void Ids_far_apart_took_memory_without_a_bound_and_none_was_forgotten_for_it()
    {
        using var directory = new TemporaryDirectory();
        using var file = InboxFile.Open(directory.File("inbox.db"), 4 * 1024 * 1024, new InboxContext { Name = "a" });
        var seen = new SqliteSeenIds(file.Writer, new SeenClock(file.Writer, new TestClock(), Retention), Retention);
        file.Writer.Use(WriteSql.Begin).Run();
        for (var page = 0L; page < 1200; page++)
        {
            Assert.That(seen.Has(page * 4096), Is.False);
            seen.Add(page * 4096);
        }

        Assert.That(seen.Pages, Is.LessThanOrEqualTo(512));
        Assert.That(Enumerable.Range(0, 1200).Where(page => !seen.Has(page * 4096L)), Is.Empty);
        Assert.That(seen.Has(1), Is.False);
        file.Writer.Use(WriteSql.Rollback).Run();
    }
}
