using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Parts_of_a_group_come_as_one_claim_a_second_after_the_last()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        Time.Advance(0.9 * Second);
        await Inbox.Append(TestUpdates.AlbumPart(2));
        Time.Advance(0.9 * Second);
        await AssertNothingToClaim();
        Time.Advance(0.1 * Second);
        var claim = await Claim();
        Assert.That(claim.Ids(), Is.EqualTo(new[] { 1L, 2L }));
        await Inbox.Complete(claim);
        await AssertNothingToClaim();
    }

    [Test]
    public async Task A_group_of_ten_is_complete_at_once()
    {
        for (var i = 1; i <= 10; i++) await Inbox.Append(TestUpdates.AlbumPart(i));
        Assert.That((await Claim()).Ids(), Has.Length.EqualTo(10));
    }

    [Test]
    public async Task A_group_stays_open_for_five_seconds_at_most()
    {
        // The last part comes at 4.5 s, so that a debounce after it would be later than the limit.
        for (var i = 1; i <= 6; i++)
        {
            await Inbox.Append(TestUpdates.AlbumPart(i));
            await AssertNothingToClaim();
            if (i < 6) Time.Advance(0.9 * Second);
        }

        Time.Advance(0.4 * Second);
        await AssertNothingToClaim();
        Time.Advance(0.1 * Second);
        Assert.That((await Claim()).Ids(), Has.Length.EqualTo(6));
    }

    [Test]
    public async Task A_single_part_is_a_group_of_one()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        await AssertNothingToClaim();
        Time.Advance(Second);
        var claim = await Claim();
        Assert.That(claim.Updates.Single().MediaGroupId, Is.EqualTo("g"));
    }

    [Test]
    public async Task Other_updates_of_the_chat_do_not_wait_for_an_open_group()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        var other = await Claim();
        Assert.That(other.Ids(), Is.EqualTo(new[] { 2L }));
        Time.Advance(Second);
        await AssertNothingToClaim();
        await Inbox.Complete(other);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task Chats_kinds_and_groups_do_not_mix()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1, chat: 5, group: "a"));
        await Inbox.Append(TestUpdates.AlbumPart(2, chat: 6, group: "a"));
        await Inbox.Append(TestUpdates.AlbumPart(3, chat: 5, group: "b"));
        await Inbox.Append(TestUpdates.AlbumPart(4, chat: 5, group: "a", kind: "business_message"));
        await Inbox.Append(TestUpdates.AlbumPart(5, chat: 5, group: "a"));
        await Inbox.Append(TestUpdates.AlbumPart(6, chat: 6, group: "a"));
        Time.Advance(Second);
        var groups = new List<long[]>();
        for (var i = 0; i < 4; i++)
        {
            var claim = await Claim();
            groups.Add(claim.Ids());
            await Inbox.Complete(claim);
        }

        Assert.That(groups, Is.EquivalentTo(new[] { new[] { 1L, 5L }, [2L, 6L], [3L], [4L] }));
    }

    [Test]
    public async Task An_edited_part_is_an_update_like_any_other()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1, kind: "edited_message"));
        Assert.That((await Claim()).Updates[0].MediaGroupId, Is.Null);
    }

    [Test]
    public async Task A_late_part_is_a_group_of_its_own_after_the_first()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        Time.Advance(Second);
        var claim = await Claim();
        await Inbox.Append(TestUpdates.AlbumPart(2));
        Time.Advance(Second);
        await AssertNothingToClaim();
        await Inbox.Complete(claim);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task A_part_that_arrives_twice_is_in_the_group_once()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        await Inbox.Append(TestUpdates.AlbumPart(2));
        await Inbox.Append(TestUpdates.AlbumPart(1));
        Time.Advance(Second);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_group_is_retried_buried_and_replayed_with_all_its_parts()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        await Inbox.Append(TestUpdates.AlbumPart(2));
        Time.Advance(Second);
        await Inbox.Retry(await Claim(), Second, "broke");
        await Inbox.Append(TestUpdates.AlbumPart(3));
        Time.Advance(Second);
        var again = await Claim();
        Assert.That((again.Ids(), again.Attempt), Is.EqualTo((new[] { 1L, 2L }, 2)));
        await Inbox.Bury(again, "given up");
        Assert.That((await DeadLetters()).Select(letter => letter.UpdateId), Is.EqualTo(new long?[] { 1, 2 }));
        await Inbox.Complete(await Claim());
        foreach (var letter in await DeadLetters()) await Inbox.Replay(letter.Id);
        Time.Advance(Second);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_restart_between_parts_loses_none_and_keeps_them_together()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.AlbumPart(1));
        Time.Advance(30 * Second);
        await Reopen();
        var waiting = Claim();
        await Inbox.Append(TestUpdates.Message(50, chat: 50));
        var other = await waiting;
        Assert.That(other.Ids(), Is.EqualTo(new[] { 50L }),
            "the group is open anew, so that a part sent again finds it");
        // Telegram tries again after 0, 2, 4 and 8 seconds.
        Time.Advance(8 * Second);
        await AssertNothingToClaim();
        await Inbox.Append(TestUpdates.AlbumPart(2));
        Time.Advance(Second);
        await AssertNothingToClaim();
        Time.Advance(Second);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_tried_group_is_put_together_again_after_a_restart()
    {
        AssertDurable();
        for (var i = 1; i <= 3; i++) await Inbox.Append(TestUpdates.AlbumPart(i));
        Time.Advance(Second);
        await Inbox.Retry(await Claim(), Second, "broke");
        await Inbox.Append(TestUpdates.AlbumPart(4));
        await Reopen();
        await Loaded();
        var waiting = Claim();
        Time.Advance(Second);
        var claim = await waiting;
        Assert.That((claim.Ids(), claim.Attempt), Is.EqualTo((new[] { 1L, 2L, 3L }, 2)));
    }

    [Test]
    public async Task A_tried_group_in_the_midst_of_a_long_backlog_fell_apart_at_a_restart()
    {
        AssertDurable();
        await Inbox.Append(TestUpdates.AlbumPart(1, chat: 50));
        await Inbox.Append([.. Enumerable.Range(0, 1200).Select(i => TestUpdates.Message(1000 + i, chat: i % 7))]);
        await Inbox.Append(TestUpdates.AlbumPart(2, chat: 50));
        Time.Advance(Second);
        await Inbox.Retry(await Album(), TimeSpan.Zero, "broke");
        await Reopen();
        var again = await Album();
        Assert.That((again.Ids(), again.Attempt), Is.EqualTo((new[] { 1L, 2L }, 2)));

        // Of each other chat one is held, so the album comes by the eighth.
        async Task<UpdateClaim> Album()
        {
            for (var i = 0; i < 8; i++)
                if (await Claim() is var claim && claim.Updates[0].MediaGroupId is not null) return claim;
            throw new AssertionException("The album was not handed out.");
        }
    }

    [Test]
    public async Task A_group_in_the_midst_of_a_long_backlog_stays_together_across_a_restart()
    {
        AssertDurable();
        // The parts stand before and behind what is read of a backlog at a time.
        await Inbox.Append(TestUpdates.AlbumPart(1, chat: 5));
        for (var i = 0; i < 1200; i += 100)
            await Task.WhenAll(Enumerable.Range(i, 100).Select(n => Inbox.Append(TestUpdates.Message(1000 + n, chat: n % 7)).AsTask()));
        await Inbox.Append(TestUpdates.AlbumPart(2, chat: 5));
        await Reopen();
        for (var i = 0; i < 1200; i++) await Inbox.Complete(await Claim());
        await Loaded();
        Time.Advance(10 * Second);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }
}
