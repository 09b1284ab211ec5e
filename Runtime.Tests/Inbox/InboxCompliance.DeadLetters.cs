using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    [Test]
    public async Task A_buried_update_is_a_dead_letter_and_its_lane_moves_on()
    {
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        Assert.That(await Inbox.Bury(await Claim(), "given up"), Is.True);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
        var letter = (await DeadLetters()).Single();
        Assert.That((letter.UpdateId, letter.Kind, letter.Attempts, letter.Error),
            Is.EqualTo(((long?)1, "message", 1, "given up")));
        Assert.That(letter.Body.ToArray(), Is.EqualTo(TestUpdates.Message(1, chat: 5).Body.ToArray()));
        Assert.That(await Inbox.Append(TestUpdates.Message(1, chat: 5)), Is.EqualTo(AppendResult.Duplicate));
    }

    [Test]
    public async Task An_undecodable_body_is_a_dead_letter_at_once()
    {
        Assert.That(await Inbox.Append(TestUpdates.Read("not json")), Is.EqualTo(AppendResult.Appended));
        Assert.That(await Inbox.Append(TestUpdates.Read("not json")), Is.EqualTo(AppendResult.Duplicate),
            "garbage is kept once");
        await Inbox.Append(TestUpdates.Read("not jsoN"));
        Assert.That(await Inbox.Append(TestUpdates.Undecodable(9)), Is.EqualTo(AppendResult.Appended));
        Assert.That(await Inbox.Append(TestUpdates.Undecodable(9)), Is.EqualTo(AppendResult.Duplicate));
        await AssertNothingToClaim();
        var letters = await DeadLetters();
        Assert.That(letters.Select(letter => letter.UpdateId), Is.EqualTo(new long?[] { null, null, 9 }));
        Assert.That(letters[0].Body.ToArray(), Is.EqualTo("not json"u8.ToArray()));
        Assert.That((letters[0].Attempts, letters[0].Error), Is.EqualTo((0, TestUpdates.Read("not json").Fault)));
        Assert.That(await Inbox.Replay(letters[0].Id), Is.False);
    }

    [Test]
    public async Task A_dead_letter_tells_when_its_update_came_in_and_not_when_it_was_given_up()
    {
        var cameIn = Time.GetUtcNow();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Append(TestUpdates.Undecodable(2));
        Time.Advance(10 * Second);
        await Inbox.Bury(await Claim(), "given up");
        foreach (var letter in await DeadLetters())
            Assert.That(letter.ReceivedAt, Is.EqualTo(cameIn).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task An_empty_body_is_a_dead_letter_like_any_other()
    {
        Assert.That(await Inbox.Append(TestUpdates.Read("")), Is.EqualTo(AppendResult.Appended));
        Assert.That(await Inbox.Append(TestUpdates.Read("")), Is.EqualTo(AppendResult.Duplicate));
        Assert.That((await DeadLetters()).Single().Body.Length, Is.Zero);
    }

    [Test]
    public async Task A_replayed_letter_is_pending_again_at_the_end_of_its_lane()
    {
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        await Inbox.Bury(await Claim(), "given up");
        var id = (await DeadLetters()).Single().Id;
        Assert.That(await Inbox.Replay(id), Is.True);
        Assert.That(await Inbox.Replay(id), Is.False);
        Assert.That(await DeadLetters(), Is.Empty);
        var second = await Claim();
        Assert.That(second.Ids(), Is.EqualTo(new[] { 2L }));
        await Inbox.Complete(second);
        var replayed = await Claim();
        Assert.That((replayed.Ids()[0], replayed.Attempt), Is.EqualTo((1L, 1)));
        Assert.That(replayed.Updates[0].Body.ToArray(), Is.EqualTo(TestUpdates.Message(1, chat: 5).Body.ToArray()));
    }

    [Test]
    public async Task Dead_letters_are_purged_one_or_all()
    {
        for (var i = 1; i <= 200; i++)
        {
            await Inbox.Append(TestUpdates.Message(i, chat: 5));
            await Inbox.Bury(await Claim(), "given up");
        }

        var letters = await DeadLetters();
        Assert.That(letters.Select(letter => letter.UpdateId), Is.EqualTo(Enumerable.Range(1, 200)));
        Assert.That(await Inbox.Purge(letters[3].Id), Is.EqualTo(1));
        Assert.That(await Inbox.Purge(letters[3].Id), Is.Zero);
        Assert.That(await Inbox.Purge(null), Is.EqualTo(199));
        Assert.That(await DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task What_is_not_dead_cannot_be_purged_or_replayed()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var claim = await Claim();
        Assert.That(await Inbox.Purge(claim.Updates[0].Id), Is.Zero);
        Assert.That(await Inbox.Replay(claim.Updates[0].Id), Is.False);
        Assert.That(await Inbox.Replay(long.MaxValue), Is.False);
        Assert.That((await Inbox.Status()).Pending, Is.EqualTo(1), "what was not replayed was counted");
        Assert.That(await Inbox.Complete(claim), Is.True);
    }

    [Test]
    public async Task Dead_letters_are_forgotten_when_their_retention_is_over_and_not_before()
    {
        var retention = AssertForgets();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Append(TestUpdates.Undecodable(2));
        // It waited long before it was given up: the time counts from there.
        Time.Advance(TimeSpan.FromDays(1));
        await Inbox.Bury(await Claim(), "given up");
        await PassHours(retention - TimeSpan.FromDays(1));
        Assert.That((await DeadLetters()).Select(letter => letter.UpdateId), Is.EquivalentTo(new[] { 1L, 2L }));
        await PassHours(TimeSpan.FromHours(2));
        await PassHoursUntilForgotten(2);
        Assert.That((await DeadLetters()).Select(letter => letter.UpdateId), Is.EqualTo(new[] { 1L }));
        await Inbox.Append(TestUpdates.Undecodable(3));
        await PassHours(TimeSpan.FromDays(1));
        await PassHoursUntilForgotten(1);
        Assert.That((await DeadLetters()).Select(letter => letter.UpdateId), Is.EqualTo(new[] { 3L }));
    }

    [Test]
    public async Task What_is_replayed_is_no_dead_letter_whose_time_runs_out()
    {
        var retention = AssertForgets();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Bury(await Claim(), "given up");
        await Inbox.Replay((await DeadLetters()).Single().Id);
        await PassHours(retention + TimeSpan.FromHours(2));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task More_dead_letters_than_are_forgotten_at_once_are_forgotten_all_the_same()
    {
        var retention = AssertForgets();
        for (var i = 1; i <= 600; i++) await Inbox.Append(TestUpdates.Undecodable(i));
        await PassHours(retention + TimeSpan.FromHours(2));
        await PassHoursUntilForgotten(600);
        Assert.That(await DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task The_time_of_dead_letters_runs_on_across_restarts()
    {
        AssertDurable();
        var retention = AssertForgets();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Bury(await Claim(), "given up");
        await Inbox.DisposeAsync();
        Time.Advance(retention + TimeSpan.FromHours(1));
        await Reopen();
        // What the opening has begun is done before this.
        await Inbox.Purge(0);
        Assert.That(await DeadLetters(), Is.Empty);
    }

    [Test]
    public async Task Dead_letters_outlive_a_restart()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.Message(1));
        await Inbox.Bury(await Claim(), "given up");
        await Reopen();
        await AssertNothingToClaim();
        await Inbox.Replay((await DeadLetters()).Single().Id);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    private TimeSpan AssertForgets()
    {
        if (DeadLetterRetention is { } retention) return retention;
        Assert.Ignore("This inbox keeps dead letters for ever.");
        return default;
    }

    // In steps within the hour that a letter may be late. A purge of nothing is recorded after what the clock has set
    // off.
    private async Task PassHours(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromHours(1))
        {
            Time.Advance(left < TimeSpan.FromHours(1) ? left : TimeSpan.FromHours(1));
            await Inbox.Purge(0);
        }
    }

    // One step of forgetting follows the other without being waited for, and an hour that finds the last one running
    // begins none.
    private async Task PassHoursUntilForgotten(long updateId)
    {
        for (var hours = 0; hours < 12 && (await DeadLetters()).Any(letter => letter.UpdateId == updateId); hours++)
            await PassHours(TimeSpan.FromHours(1));
    }
}
