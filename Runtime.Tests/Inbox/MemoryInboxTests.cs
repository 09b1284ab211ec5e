using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class MemoryInboxTests : InboxCompliance
{
    protected override bool IsDurable => false;

    protected override ValueTask<IUpdateInbox> Open(InboxContext context) =>
        UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 1024 * 1024 }).Open(context);

    [Test]
    public async Task When_it_is_full_it_refuses_until_something_is_done()
    {
        var appended = 0;
        Assert.That(
            async () =>
            {
                for (; appended < 10_000; appended++)
                    await Inbox.Append(TestUpdates.Message(appended, text: new string('x', 1000)));
            },
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("MaxBytes"));
        Assert.That(appended, Is.InRange(500, 1048));
        await Inbox.Complete(await Claim());
        Assert.That(await Inbox.Append(TestUpdates.Message(appended)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task Updates_of_a_few_bytes_took_many_times_the_memory_that_there_is()
    {
        var kept = 0;
        Assert.That(
            async () =>
            {
                for (; kept < 20_000; kept += 100)
                    await Inbox.Append([.. Enumerable.Range(kept, 100).Select(id => TestUpdates.Poll(id))]);
            },
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("MaxBytes"));

        Assert.That(kept, Is.InRange(1000, 4096));
    }

    [Test]
    public async Task What_updates_that_wait_failed_with_took_memory_without_a_bound()
    {
        var kept = 0;
        Assert.That(
            async () =>
            {
                for (; kept < 2000; kept++)
                {
                    await Inbox.Append(TestUpdates.Message(kept, chat: kept));
                    await Inbox.Retry(await Claim(), TimeSpan.FromMinutes(1), new string('e', 2000));
                }
            },
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("MaxBytes"));

        Assert.That(kept, Is.InRange(100, 300));
        Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < kept; i++) await Inbox.Complete(await Claim());
        var large = TestUpdates.Message(kept, text: new string('x', 1_000_000));
        Assert.That(await Inbox.Append(large), Is.EqualTo(AppendResult.Appended), "all of it is given back");
    }

    [Test]
    public async Task A_part_that_was_refused_met_a_group_that_was_closed_by_then()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        var filled = 0;
        Assert.That(
            async () =>
            {
                for (; filled < 10_000; filled++)
                    await Inbox.Append(TestUpdates.Message(1000 + filled, chat: 9, text: new string('x', 1000)));
            },
            Throws.InstanceOf<InboxUnavailableException>());
        Time.Advance(0.5 * Second);
        Assert.That(async () => await Inbox.Append(TestUpdates.Read(Large(4))), Throws.InstanceOf<InboxUnavailableException>());
        Time.Advance(1.5 * Second);
        var message = await Claim();
        Assert.That(message.Ids(), Is.EqualTo(new[] { 1000L }), "others do not wait");
        await Inbox.Complete(message);
        await Inbox.Complete(await Claim());
        await Inbox.Append(TestUpdates.Read(Large(4)));
        Time.Advance(2 * Second);
        while (true)
        {
            var claim = await Claim();
            if (claim.Updates[0].MediaGroupId is not null)
            {
                Assert.That(claim.Ids(), Is.EqualTo(new[] { 1L, 4L }));
                return;
            }

            await Inbox.Complete(claim);
        }

        static string Large(long id) =>
            $$$"""{"update_id":{{{id}}},"message":{"chat":{"id":1},"media_group_id":"g","caption":"{{{new string('x', 1500)}}}" } }""";
    }

    [Test]
    public async Task Ids_far_apart_took_memory_without_a_bound()
    {
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Complete(await Claim());
        var seen = new MemorySeenIds(TimeSpan.FromHours(48), maxBytes: 1024 * 1024);
        for (var i = 0L; i < 300_000; i++) seen.Add(i * 4096, TimeSpan.Zero);
        Assert.That(seen.Pages, Is.LessThan(2000));
        Assert.That(seen.Add(299_999 * 4096L, TimeSpan.Zero), Is.False, "the newest are known");
    }

    [Test]
    public async Task What_was_acknowledged_and_not_handled_was_dropped_without_a_word()
    {
        var faults = new List<InboxException>();
        using var log = new InboxLog();
        var inbox = await UpdateInbox.InMemory().Open(
            new InboxContext { Name = "m", TimeProvider = Time, OnFault = faults.Add, LoggerFactory = log });
        for (var i = 1; i <= 5; i++) await inbox.Append(TestUpdates.Message(i, chat: i));
        var safe = inbox.WhenSafeToClose();
        await inbox.Complete(await inbox.Claim());
        Assert.That(safe.IsCompleted, Is.False);
        await inbox.DisposeAsync();
        Assert.That(faults.Single().Message,
            Does.StartWith("4 updates that were acknowledged and not handled are lost"));
        Assert.That(log.Lines.Single(), Does.StartWith("Error: 4 updates"));
        await inbox.DisposeAsync();
        Assert.That((faults.Count, log.Lines.Count), Is.EqualTo((1, 1)), "said once, however often it is closed");
    }

    [Test]
    public async Task An_inbox_that_lost_nothing_says_nothing_when_it_is_closed()
    {
        var faults = new List<InboxException>();
        using var log = new InboxLog();
        var inbox = await UpdateInbox.InMemory().Open(
            new InboxContext { Name = "m", TimeProvider = Time, OnFault = faults.Add, LoggerFactory = log });
        await inbox.Append(TestUpdates.Message(1));
        await inbox.Complete(await inbox.Claim());
        await inbox.DisposeAsync();
        Assert.That(faults, Is.Empty);
        Assert.That(log.Lines, Is.Empty);
    }

    [Test]
    public async Task An_inbox_in_memory_tells_when_it_is_empty()
    {
        Assert.That(Inbox.WhenSafeToClose().IsCompleted, Is.True);
        await Inbox.Append(TestUpdates.Message(1));
        var safe = Inbox.WhenSafeToClose();
        Assert.That(safe.IsCompleted, Is.False);
        await Inbox.Complete(await Claim());
        await safe.WaitAsync(RealTime.Patience);
    }
}
