using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    [Test]
    public async Task A_batch_is_kept_in_its_order_with_a_result_each()
    {
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        var results = await Inbox.Append([
            TestUpdates.Message(1, chat: 5), TestUpdates.Message(2, chat: 5), TestUpdates.Undecodable(3),
            TestUpdates.Message(4, chat: 5),
            TestUpdates.Message(1, chat: 5),
        ]);
        Assert.That(results, Is.EqualTo(new[]
        {
            AppendResult.Appended, AppendResult.Duplicate, AppendResult.Appended, AppendResult.Appended, AppendResult.Duplicate,
        }));
        foreach (var id in new[] { 2L, 1L, 4L })
        {
            var claim = await Claim();
            Assert.That(claim.Ids(), Is.EqualTo(new[] { id }));
            await Inbox.Complete(claim);
        }

        Assert.That((await DeadLetters()).Single().UpdateId, Is.EqualTo(3));
        Assert.That(await Inbox.Append(Array.Empty<UpdateEnvelope>()), Is.Empty);
    }

    [Test]
    public async Task An_album_that_comes_in_one_batch_is_one_claim()
    {
        await Inbox.Append([.. Enumerable.Range(1, 10).Select(i => TestUpdates.AlbumPart(i))]);
        Assert.That((await Claim()).Ids(), Has.Length.EqualTo(10));
    }

    [Test]
    public async Task A_wait_of_for_ever_or_of_less_than_nothing_stuck_or_failed()
    {
        foreach (var wait in new[] { TimeSpan.MinValue, TimeSpan.FromSeconds(-1), TimeSpan.Zero })
        {
            await Inbox.Append(TestUpdates.Message(wait.Ticks));
            var claim = await Claim();
            Assert.That(await Inbox.Retry(claim, wait, "broke"), Is.True);
            await Inbox.Complete(await Claim());
        }

        await Inbox.Append(TestUpdates.Message(7));
        Assert.That(await Inbox.Retry(await Claim(), TimeSpan.MaxValue, "broke"), Is.True);
        await AssertNothingToClaim();
        Time.Advance(LongestWait);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 7L }));
    }

    [Test]
    public async Task A_clock_that_was_ahead_for_a_moment_held_its_chat_after_a_restart_too()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.Message(1));
        Time.Ahead = TimeSpan.FromDays(400);
        await Inbox.Retry(await Claim(), 5 * Second, "broke");
        Time.Ahead = TimeSpan.Zero;
        await Reopen();
        var waiting = Claim();
        // A file is read by another thread, and the wait counts from then.
        for (var i = 0; i < 100 && !waiting.IsCompleted; i++)
        {
            Time.Advance(6 * Second);
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }

        Assert.That((await waiting).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task A_clock_that_was_set_back_held_a_retry_and_an_open_album_for_as_long()
    {
        // What was open at the start is held for its parts; this is not.
        Time.Advance(20 * Second);
        await Inbox.Append(TestUpdates.Message(1, chat: 1));
        await Inbox.Retry(await Claim(), 5 * Second, "broke");
        await Inbox.Append(TestUpdates.AlbumPart(2, chat: 2));
        // Until that is recorded, a shared engine has not let go of it.
        await Inbox.Status();
        Time.Ahead = TimeSpan.FromMinutes(-30);
        Time.Advance(5 * Second);
        UpdateClaim[] claims = [await Claim(), await Claim()];
        Assert.That(claims.SelectMany(claim => claim.Ids()), Is.EquivalentTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_clock_that_was_wrong_for_a_moment_made_ids_new_or_kept_them_for_ever()
    {
        await Inbox.Append(TestUpdates.Message(1));
        Time.Ahead = TimeSpan.FromDays(365);
        Assert.That(await Inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate), "ahead");
        await Inbox.Append(TestUpdates.Message(2, chat: 2));
        Time.Ahead = TimeSpan.FromDays(-365);
        Assert.That(await Inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate), "behind");
        Time.Ahead = TimeSpan.Zero;
        Assert.That(await Inbox.Append(TestUpdates.Message(2, chat: 2)), Is.EqualTo(AppendResult.Duplicate));
        Time.Advance(TimeSpan.FromHours(61));
        Assert.That(await Inbox.Append(TestUpdates.Message(2, chat: 2)), Is.EqualTo(AppendResult.Appended),
            "its time is over");
    }

    [Test]
    public async Task A_claim_tells_how_long_ago_its_update_came_in_whatever_was_done_to_the_clock()
    {
        await Inbox.Append(TestUpdates.Message(1));
        Time.Advance(40 * Second);
        Assert.That((await Claim()).Age, Is.EqualTo(40 * Second));
    }

    [Test]
    public async Task An_error_of_a_megabyte_is_kept_as_two_kilobytes()
    {
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Bury(await Claim(), new string('é', 1_000_000));
        var error = (await DeadLetters()).Single().Error;
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(error), Is.InRange(2000, DeadLetter.MaxErrorBytes));
        Assert.That(error, Does.EndWith("é…"));
    }

    [Test]
    public async Task Replaying_while_listing_never_ended_when_a_replayed_letter_died_again()
    {
        for (var i = 1; i <= 70; i++)
        {
            await Inbox.Append(TestUpdates.Message(i));
            await Inbox.Bury(await Claim(), "given up");
        }

        var listed = new List<long?>();
        await foreach (var letter in Inbox.DeadLetters())
        {
            listed.Add(letter.UpdateId);
            Assert.That(listed, Has.Count.LessThanOrEqualTo(70), "a listing ends at what there was");
            await Inbox.Replay(letter.Id);
            await Inbox.Bury(await Claim(), "given up again");
        }

        Assert.That(listed, Is.EqualTo(Enumerable.Range(1, 70)));
    }

    [Test]
    public async Task The_status_counts_what_there_is()
    {
        Assert.That(await Inbox.Status(),
            Is.EqualTo(new InboxStatus { Pending = 0, Handled = 0, Waiting = 0, Dead = 0 }));
        for (var i = 1; i <= 5; i++) await Inbox.Append(TestUpdates.Message(i, chat: i));
        await Inbox.Append(TestUpdates.Poll(6));
        await Inbox.Append(TestUpdates.Undecodable(7));
        Time.Advance(10 * Second);
        await Inbox.Complete(await Claim());
        await Inbox.Bury(await Claim(), "given up");
        await Inbox.Retry(await Claim(), 30 * Second, "broke");
        var held = await Claim();
        // What is recorded lazily is recorded before this.
        await Inbox.Append(TestUpdates.Message(8, chat: 8));
        Assert.That(await Inbox.Status(),
            Is.EqualTo(new InboxStatus { Pending = 5, Handled = 1, Waiting = 1, Dead = 2, OldestAge = 10 * Second }));
        var waiting = (await Inbox.Waiting(10)).Single();
        Assert.That((waiting.UpdateId, waiting.Kind, waiting.Attempts, waiting.Wait, waiting.Error),
            Is.EqualTo((3L, "message", 1, 30 * Second, "broke")));
        await Inbox.Replay((await DeadLetters())[0].Id);
        await Inbox.Purge(null);
        await Inbox.Complete(held);
        await Inbox.Append(TestUpdates.Message(9, chat: 9));
        Assert.That(await Inbox.Status(),
            Is.EqualTo(new InboxStatus { Pending = 6, Handled = 0, Waiting = 1, Dead = 0, OldestAge = 10 * Second }));
    }

    [Test]
    public async Task The_status_is_the_same_after_a_restart()
    {
        AssertDurable();
        for (var i = 1; i <= 5; i++) await Inbox.Append(TestUpdates.Message(i, chat: i % 2));
        await Inbox.Append(TestUpdates.Poll(6));
        await Inbox.Bury(await Claim(), "given up");
        await Reopen();
        var status = await Inbox.Status();
        Assert.That((status.Pending, status.Handled, status.Dead), Is.EqualTo((5, 0, 1)));
    }

    [Test]
    public async Task Told_to_stop_claiming_it_lets_nobody_wait_and_still_takes_and_records()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var held = await Claim();
        var waiting = Inbox.Claim().AsTask();
        await Inbox.StopClaiming();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Inbox.Append(TestUpdates.Message(2, chat: 2)), Is.EqualTo(AppendResult.Appended));
        Assert.That(async () => await Inbox.Claim(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await Inbox.Retry(held, TimeSpan.Zero, "broke"), Is.True);
    }

    [Test]
    public async Task Each_engine_behaved_differently_once_it_was_closed()
    {
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Append(TestUpdates.Message(2, chat: 2));
        await Inbox.Append(TestUpdates.Message(3, chat: 3));
        var claims = new[] { await Claim(), await Claim(), await Claim() };
        await Inbox.DisposeAsync();
        Assert.That(await Inbox.Complete(claims[0]), Is.False);
        Assert.That(await Inbox.Retry(claims[1], TimeSpan.Zero, "x"), Is.False);
        Assert.That(await Inbox.Bury(claims[2], "x"), Is.False);
        Assert.That(async () => await Inbox.Status(), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await Inbox.Purge(null), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await Inbox.Replay(1), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await Inbox.Waiting(1), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await DeadLetters(), Throws.InstanceOf<InboxUnavailableException>());
        await Inbox.DisposeAsync();
    }
}
