namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    [Test]
    public async Task Of_a_lane_only_the_oldest_unfinished_update_is_claimable()
    {
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        var first = await Claim();
        Assert.That(first.Ids(), Is.EqualTo(new[] { 1L }));
        await AssertNothingToClaim();
        await Inbox.Complete(first);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task Lanes_do_not_wait_for_each_other()
    {
        for (var i = 1; i <= 3; i++) await Inbox.Append(TestUpdates.Message(i, chat: i));
        var ids = new[] { (await Claim()).Ids()[0], (await Claim()).Ids()[0], (await Claim()).Ids()[0] };
        Assert.That(ids, Is.EquivalentTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public async Task An_update_without_chat_and_user_is_a_lane_of_its_own()
    {
        await Inbox.Append(TestUpdates.Poll(1));
        await Inbox.Append(TestUpdates.Poll(2));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task Append_order_counts_and_not_the_id()
    {
        long[] ids = [50, 3, 900, 2];
        foreach (var id in ids) await Inbox.Append(TestUpdates.Message(id, chat: 5));
        foreach (var id in ids)
        {
            var claim = await Claim();
            Assert.That(claim.Ids(), Is.EqualTo(new[] { id }));
            await Inbox.Complete(claim);
        }
    }

    [Test]
    public async Task A_retry_holds_its_own_lane_and_no_other()
    {
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        var failed = await Claim();
        Assert.That(await Inbox.Retry(failed, TimeSpan.FromSeconds(10), "broke"), Is.True);
        await Inbox.Append(TestUpdates.Message(3, chat: 6));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 3L }));
        Time.Advance(TimeSpan.FromSeconds(9.9));
        await AssertNothingToClaim();
        Time.Advance(TimeSpan.FromSeconds(0.1));
        var again = await Claim();
        Assert.That(again.Ids(), Is.EqualTo(new[] { 1L }));
        Assert.That(again.Attempt, Is.EqualTo(2));
        Assert.That(again.Updates[0].Body.Length, Is.Positive);
        await Inbox.Complete(again);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task An_interrupted_attempt_does_not_count()
    {
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Retry(await Claim(), TimeSpan.Zero, null);
        Assert.That((await Claim()).Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task A_retry_keeps_its_place_its_wait_and_its_count_across_a_restart()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        await Inbox.Retry(await Claim(), TimeSpan.FromSeconds(10), "broke");
        await Reopen();
        await Loaded();
        var waiting = Claim();
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(waiting.IsCompleted, Is.False);
        Time.Advance(TimeSpan.FromSeconds(1));
        var claim = await waiting;
        Assert.That((claim.Ids()[0], claim.Attempt), Is.EqualTo((1L, 2)));
    }

    [Test]
    public async Task A_claim_tells_whether_the_attempt_before_it_failed()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var first = await Claim();
        await Inbox.Retry(first, TimeSpan.Zero, "broke");
        var second = await Claim();
        Assert.That((first.LastAttemptFailed, second.LastAttemptFailed), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_claim_tells_after_a_restart_whether_the_attempt_before_it_failed_or_never_ended()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Retry(await Claim(), TimeSpan.Zero, "broke");
        await Reopen();
        var afterFailure = await Claim();
        await Reopen();
        var afterNothing = await Claim();
        Assert.That((afterFailure.Attempt, afterFailure.LastAttemptFailed), Is.EqualTo((2, true)));
        Assert.That((afterNothing.Attempt, afterNothing.LastAttemptFailed), Is.EqualTo((3, false)));
    }

    [Test]
    public async Task A_transition_applies_only_to_a_claim_that_is_held()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var old = await Claim();
        await Inbox.Retry(old, TimeSpan.Zero, "broke");
        var held = await Claim();
        Assert.That(await Inbox.Complete(old), Is.False);
        Assert.That(await Inbox.Retry(old, TimeSpan.Zero, "x"), Is.False);
        Assert.That(await Inbox.Bury(old, "x"), Is.False);
        Assert.That(await Inbox.Complete(held), Is.True);
        Assert.That(await Inbox.Complete(held), Is.False);
        Assert.That(await DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task A_long_backlog_of_one_lane_stays_in_order_and_lets_others_through()
    {
        for (var i = 1; i <= 500; i++) await Inbox.Append(TestUpdates.Message(i, chat: 5));
        await Inbox.Append(TestUpdates.Message(1000, chat: 6));
        var first = await Claim();
        var other = await Claim();
        Assert.That((first.Ids()[0], other.Ids()[0]), Is.EqualTo((1L, 1000L)));
        await Inbox.Complete(first);
        for (var i = 2; i <= 500; i++)
        {
            var claim = await Claim();
            Assert.That(claim.Ids(), Is.EqualTo(new[] { (long)i }));
            await Inbox.Complete(claim);
        }
    }
}
