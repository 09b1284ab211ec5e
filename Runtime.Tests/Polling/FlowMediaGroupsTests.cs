using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Albums without an inbox: one update, and Telegram keeps all parts until it is done.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FlowMediaGroupsTests : PollerFixture
{
    [Test]
    public async Task An_album_is_one_update_and_Telegram_keeps_its_parts_until_the_next_is_asked_for()
    {
        Telegram.Answers(Updates(Part(5), Text(6), Part(7)))
            .Answers(Updates(Part(5), Text(6), Part(7), Part(8)))
            .Answers(Updates(Part(5), Text(6), Part(7), Part(8)))
            .Answers(Updates(Text(9)));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        var text = await Next(updates);
        var coming = Next(updates);
        var pauses = new[] { await PassPause(), await PassPause() };
        var album = await coming;
        var offsetsBefore = Offsets().ToList();
        var after = await Next(updates);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.UpdateId, Is.EqualTo(6), "other updates do not wait for an open album");
            Assert.That(album.MediaGroup!.Select(part => part.MessageId), Is.EqualTo(new long[] { 5, 7, 8 }));
            Assert.That(pauses, Is.All.EqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(offsetsBefore, Is.EqualTo(new long?[] { null, 5, 5 }));
            Assert.That(after.UpdateId, Is.EqualTo(9));
            Assert.That(Offsets().Last(), Is.EqualTo(9));
        }
    }

    [Test]
    public async Task While_an_album_is_open_the_answer_has_room_for_what_is_known_already()
    {
        Telegram.Answers(Updates(Part(5))).Answers(Updates(Part(5), Part(6))).Answers(Updates(Part(5), Part(6)));
        await using var updates = Bot.LongPollingFlow(Options with { Limit = 1 }).GetAsyncEnumerator();

        var coming = Next(updates);
        await PassPause();
        await PassPause();

        Assert.That((await coming).MediaGroup, Has.Count.EqualTo(2));
        Assert.That(Telegram.Received.Select(request => (int)JsonNode.Parse(request.Text)!["limit"]!), Is.EqualTo(new[] { 1, 100, 100 }));
    }

    [Test]
    public async Task Parts_that_came_while_the_consumer_was_busy_are_not_an_album_of_their_own()
    {
        Telegram.Answers(Updates(Part(5), Text(6))).Answers(Updates(Part(5), Text(6), Part(7)))
            .Answers(Updates(Part(5), Text(6), Part(7)));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        await Next(updates);
        Time.Advance(TimeSpan.FromSeconds(3));
        var coming = Next(updates);
        await PassPause();

        Assert.That((await coming).MediaGroup, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Ten_parts_are_an_album_at_once()
    {
        Telegram.Answers(Updates([.. Enumerable.Range(1, 10).Select(id => Part(id))]));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        Assert.That((await Next(updates)).MediaGroup, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Without_a_debounce_parts_come_one_by_one()
    {
        Telegram.Answers(Updates(Part(5), Part(6)));
        await using var updates = Bot.LongPollingFlow(Options with { MediaGroupsDebounce = null }).GetAsyncEnumerator();

        Assert.That(new[] { (await Next(updates)).UpdateId, (await Next(updates)).UpdateId },
            Is.EqualTo(new[] { 5, 6 }));
    }

    [Test]
    public async Task Accumulated_albums_are_one_update_each_and_count_as_their_parts()
    {
        Telegram.Answers(Updates(Part(5), Part(6), Text(7))).Answers(Updates(Part(5), Part(6), Text(7)))
            .Answers(Updates());
        var received = new List<int?>();

        var retrieving = Bot.RetrieveAccumulatedUpdates(
            (update, _) =>
            {
                received.Add(update.MediaGroup?.Count);
                return default;
            },
            Options);
        await PassPause();

        Assert.That(await retrieving.WaitAsync(Patience), Is.EqualTo(3));
        Assert.That(received, Is.EqualTo(new int?[] { null, 2 }));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 5, 8 }));
    }

    [Test]
    public async Task When_the_receiver_fails_on_an_album_its_parts_stay_with_Telegram()
    {
        Telegram.Answers(Updates(Text(4), Part(5), Text(6))).Answers(Updates(Part(5), Text(6)))
            .Answers(Updates(Part(5)));

        var retrieving = Bot.RetrieveAccumulatedUpdates((update, _) => update.MediaGroup is null ? default : throw new InvalidOperationException("boom"), Options);
        await PassPause();

        await Assert.ThrowsAsync<InvalidOperationException>(() => retrieving.WaitAsync(Patience));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 5, 5 }),
            "what is acknowledged is what came before the first part");
    }

    [Test]
    public async Task Flushing_waits_for_no_album()
    {
        Telegram.Answers(Updates(Part(5))).Answers(Updates());

        Assert.That(await Bot.FlushAccumulatedUpdates(Options).WaitAsync(Patience), Is.EqualTo(1));
    }

    private static async Task<Update> Next(IAsyncEnumerator<Update> updates)
    {
        Assert.That(await updates.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
        return updates.Current;
    }
}
