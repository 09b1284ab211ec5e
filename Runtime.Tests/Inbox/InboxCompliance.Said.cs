using System.Security.Cryptography;
using System.Text;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public abstract partial class InboxCompliance
{
    [Test]
    public async Task What_an_attempt_has_said_the_next_one_knows()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var first = await Claim();
        Assert.That(first.Said.Count, Is.Zero);
        first.Said.Add(Note("sendMessage", "hello"));
        await Inbox.Retry(first, TimeSpan.Zero, "broke");
        var second = await Claim();
        Assert.That(Notes(second), Is.EqualTo(new[] { "sendMessage hello" }));
        second.Said.Add(Note("sendPhoto", "cat"));
        await Inbox.Retry(second, TimeSpan.Zero, null);
        Assert.That(Notes(await Claim()), Is.EqualTo(new[] { "sendMessage hello", "sendPhoto cat" }));
    }

    [Test]
    public async Task What_was_said_is_of_its_update_and_gone_when_that_is_done()
    {
        await Inbox.Append(TestUpdates.Message(1, chat: 5));
        await Inbox.Append(TestUpdates.Message(2, chat: 5));
        var first = await Claim();
        first.Said.Add(Note("sendMessage", "hello"));
        await Inbox.Retry(first, TimeSpan.Zero, "broke");
        await Inbox.Complete(await Claim());
        Assert.That(Notes(await Claim()), Is.Empty);
    }

    [Test]
    public async Task A_dead_letter_tells_what_was_said_and_its_replay_knows_it()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var claim = await Claim();
        claim.Said.Add(Note("sendMessage", "hello"));
        await Inbox.Bury(claim, "given up");
        var letter = (await DeadLetters()).Single();
        Assert.That(letter.Said.Select(Text), Is.EqualTo(new[] { "sendMessage hello" }));
        await Inbox.Replay(letter.Id);
        var replayed = await Claim();
        Assert.That(Notes(replayed), Is.EqualTo(new[] { "sendMessage hello" }));
        await Inbox.Bury(replayed, "given up again");
        Assert.That((await DeadLetters()).Single().Said.Select(Text), Is.EqualTo(new[] { "sendMessage hello" }));
    }

    [Test]
    public async Task What_was_said_for_a_media_group_is_the_groups_whichever_part_is_replayed_first()
    {
        await Inbox.Append(TestUpdates.AlbumPart(1));
        await Inbox.Append(TestUpdates.AlbumPart(2));
        Time.Advance(Second);
        var claim = await Claim();
        claim.Said.Add(Note("sendMessage", "nice album"));
        await Inbox.Retry(claim, TimeSpan.Zero, "broke");
        var again = await Claim();
        Assert.That((again.Ids(), Notes(again).Single()), Is.EqualTo((new[] { 1L, 2L }, "sendMessage nice album")));
        await Inbox.Bury(again, "given up");
        foreach (var letter in Enumerable.Reverse(await DeadLetters())) await Inbox.Replay(letter.Id);
        Time.Advance(Second);
        var replayed = await Claim();
        Assert.That((replayed.Ids(), Notes(replayed).Single()),
            Is.EqualTo((new[] { 2L, 1L }, "sendMessage nice album")));
    }

    [Test]
    public async Task What_each_part_of_a_media_group_has_said_alone_is_known_when_they_come_together()
    {
        foreach (var id in new[] { 1, 2 })
        {
            await Inbox.Append(TestUpdates.AlbumPart(id));
            Time.Advance(Second);
            var claim = await Claim();
            claim.Said.Add(Note("sendMessage", $"part {id}"));
            await Inbox.Bury(claim, "given up");
        }

        foreach (var letter in await DeadLetters()) await Inbox.Replay(letter.Id);
        Time.Advance(Second);
        var together = await Claim();
        Assert.That(together.Ids(), Is.EqualTo(new[] { 1L, 2L }));
        Assert.That(Notes(together), Is.EqualTo(new[] { "sendMessage part 1", "sendMessage part 2" }));
    }

    [Test]
    public async Task Half_of_a_megabyte_that_was_said_is_kept_up_to_the_bounds()
    {
        await Inbox.Append(TestUpdates.Message(1));
        var claim = await Claim();
        var kept = Enumerable.Range(0, 512).Count(
            i => claim.Said.Add(Note("sendMessage", $"{i} {new string('x', 2000)}")));
        Assert.That(kept, Is.InRange(100, 131));
        await Inbox.Retry(claim, TimeSpan.Zero, "broke");
        var again = await Claim();
        Assert.That(again.Said.Count, Is.EqualTo(kept));
        await Inbox.Bury(again, "given up");
        Assert.That((await DeadLetters()).Single().Said, Has.Count.EqualTo(kept));
    }

    [Test]
    public async Task What_was_said_outlives_a_restart_whatever_became_of_the_attempt()
    {
        AssertDurable();
        foreach (var id in new[] { 1, 2, 3 }) await Inbox.Append(TestUpdates.Message(id, chat: id));
        foreach (var id in new[] { 1, 2, 3 })
        {
            var claim = await Claim();
            claim.Said.Add(Note("sendMessage", $"{claim.Ids()[0]}"));
            if (id == 1) await Inbox.Retry(claim, TimeSpan.Zero, "broke");
            if (id == 2) await Inbox.Bury(claim, "given up");
        }

        await Reopen();
        Assert.That((await DeadLetters()).Single().Said.Select(Text), Is.EqualTo(new[] { "sendMessage 2" }));
        var left = new Dictionary<long, string>();
        for (var i = 0; i < 2; i++)
        {
            var claim = await Claim();
            left[claim.Ids()[0]] = Notes(claim).Single();
        }

        Assert.That(left, Is.EquivalentTo(new Dictionary<long, string> { [1] = "sendMessage 1", [3] = "sendMessage 3" }));
    }

    private static SaidCall Note(string method, string text) =>
        new(method, SHA256.HashData(Encoding.UTF8.GetBytes(text)), 1, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Notes(UpdateClaim claim) => claim.Said.ToList().Select(Text);

    private static string Text(SaidCall call) => $"{call.Name} {Encoding.UTF8.GetString(call.Result.Span)}";
}
