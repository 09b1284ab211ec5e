using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    [Test]
    public async Task What_is_appended_is_claimed_byte_for_byte()
    {
        var update = TestUpdates.Message(7, chat: -100123, text: "h\\u00e9llo \\ud83d\\ude42");
        Assert.That(await Inbox.Append(update), Is.EqualTo(AppendResult.Appended));
        var claim = await Claim();
        var stored = claim.Updates.Single();
        Assert.Multiple(() =>
        {
            Assert.That(stored.Body.ToArray(), Is.EqualTo(update.Body.ToArray()));
            Assert.That(stored.UpdateId, Is.EqualTo(7));
            Assert.That(stored.Kind, Is.EqualTo("message"));
            Assert.That(stored.Lane, Is.EqualTo(-100123));
            Assert.That(stored.ReceivedAt, Is.EqualTo(Time.GetUtcNow()).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(claim.Attempt, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task An_id_is_taken_once_whatever_became_of_it()
    {
        await Inbox.Append(TestUpdates.Message(7));
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Duplicate), "while pending");
        var claim = await Claim();
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Duplicate), "while claimed");
        await Inbox.Complete(claim);
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Duplicate), "when done");
        await AssertNothingToClaim();
    }

    [Test]
    public async Task Ids_may_restart_anywhere()
    {
        long[] ids = [900_000_000, 900_000_001, 2_000_000, 899_999_999, 5, long.MaxValue, 0, -3];
        foreach (var id in ids)
            Assert.That(await Inbox.Append(TestUpdates.Message(id, chat: id)), Is.EqualTo(AppendResult.Appended),
                $"{id}");
        foreach (var id in ids)
            Assert.That(await Inbox.Append(TestUpdates.Message(id, chat: id)), Is.EqualTo(AppendResult.Duplicate),
                $"{id}");
    }

    [Test]
    public async Task An_id_is_remembered_for_the_retention_and_then_forgotten()
    {
        await Inbox.Append(TestUpdates.Message(7));
        await Inbox.Complete(await Claim());
        Time.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Duplicate));
        Time.Advance(TimeSpan.FromHours(13));
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task Appends_at_once_all_arrive_and_each_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => Inbox.Append(TestUpdates.Message(i % 200, chat: i % 200)).AsTask())));
        Assert.That(results.Count(result => result == AppendResult.Appended), Is.EqualTo(200));
        var seen = new HashSet<long>();
        for (var i = 0; i < 200; i++)
        {
            var claim = await Claim();
            Assert.That(seen.Add(claim.Updates[0].UpdateId), Is.True);
            await Inbox.Complete(claim);
        }

        await AssertNothingToClaim();
    }

    [Test]
    public async Task A_claim_waits_for_an_append()
    {
        var waiting = Claim();
        Assert.That(waiting.IsCompleted, Is.False);
        await Inbox.Append(TestUpdates.Message(7));
        Assert.That((await waiting).Ids(), Is.EqualTo(new[] { 7L }));
    }

    [Test]
    public async Task A_cancelled_claim_takes_nothing()
    {
        using var giveUp = new CancellationTokenSource();
        var waiting = Inbox.Claim(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        await Inbox.Append(TestUpdates.Message(7));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 7L }));
    }

    [Test]
    public async Task A_sender_that_had_hung_up_had_its_update_kept_all_the_same()
    {
        var hungUp = new CancellationToken(canceled: true);
        Assert.That(async () => await Inbox.Append(TestUpdates.Message(7), hungUp), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await Inbox.Append([TestUpdates.Message(7)], hungUp), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Inbox.Append(TestUpdates.Message(7)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task A_closed_inbox_refuses()
    {
        var waiting = Inbox.Claim().AsTask();
        await Inbox.DisposeAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(async () => await Inbox.Append(TestUpdates.Message(7)), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await Inbox.Claim(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task What_was_not_done_is_there_after_a_restart_in_order()
    {
        AssertDurable();
        for (var i = 1; i <= 6; i++) await Inbox.Append(TestUpdates.Message(i, chat: i % 2));
        var done = await Claim();
        await Inbox.Complete(done);
        var interrupted = await Claim();
        await Reopen();
        var left = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            var claim = await Claim();
            left.AddRange(claim.Ids());
            await Inbox.Complete(claim);
        }

        Assert.That(left, Is.EquivalentTo(Enumerable.Range(1, 6).Select(i => (long)i).Except(done.Ids())));
        Assert.That(left, Does.Contain(interrupted.Ids()[0]));
        Assert.That(left.Where(id => id % 2 == 0), Is.Ordered);
        Assert.That(left.Where(id => id % 2 == 1), Is.Ordered);
        Assert.That(await Inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate));
        await AssertNothingToClaim();
    }
}
