using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Updates without an inbox: what is acknowledged, when, and when a wait ends.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StreamTests : PollerFixture
{
    [Test]
    public async Task A_flow_goes_on_after_an_answer_without_updates()
    {
        Telegram.Answers(Updates()).Answers(Updates(Text(1)));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        Assert.That((await Next(updates)).UpdateId, Is.EqualTo(1));
    }

    [Test]
    public async Task All_ten_parts_of_a_full_album_are_acknowledged_when_it_is_handled()
    {
        Telegram.Answers(Updates([.. Enumerable.Range(1, 10).Select(id => Part(id))])).Answers(Updates(Text(11)));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        await Next(updates);
        await Next(updates);

        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 11 }));
    }

    [Test]
    public async Task Telegram_is_not_asked_for_the_same_offset_within_half_a_second()
    {
        Telegram.Answers(Updates(Part(5))).Answers(Updates(Part(5), Part(6))).Answers(Updates(Part(5), Part(6)));
        await using var updates = Bot.LongPollingFlow(Options with { MediaGroupsDebounce = TimeSpan.FromMilliseconds(300) }).GetAsyncEnumerator();

        var coming = Next(updates);
        var pauses = new[] { await PassPause(), await PassPause() };

        Assert.That(pauses, Is.All.EqualTo(TimeSpan.FromMilliseconds(600)));
        Assert.That((await coming).MediaGroup, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Of_two_open_albums_the_one_that_is_complete_first_does_not_wait_for_the_other()
    {
        var other = Part(7).Replace("\"g\"", "\"h\"", StringComparison.Ordinal);
        Telegram.Answers(Updates(Part(5), Text(6), other)).Answers(Updates(Part(5), Text(6), other));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        await Next(updates);
        Time.Advance(TimeSpan.FromMilliseconds(300));
        var coming = Next(updates);

        Assert.That(await PassPause(), Is.EqualTo(TimeSpan.FromMilliseconds(700)));
        Assert.That((await coming).MediaGroup!.Single().MessageId, Is.EqualTo(5));
    }

    [Test]
    public async Task A_retrieval_that_is_cancelled_hands_out_no_more_of_what_it_has_and_acknowledges_what_was_handled()
    {
        Telegram.Answers(Updates(Text(1), Text(2))).Answers(Updates(Text(2)));
        using var cancel = new CancellationTokenSource();
        var received = new List<long>();

        var error = Assert.CatchAsync<OperationCanceledException>(() => Bot.RetrieveAccumulatedUpdates(
            async (update, _) =>
            {
                received.Add(update.UpdateId);
                await cancel.CancelAsync();
            },
            Options, cancel.Token));

        Assert.That(await error, Is.Not.Null);
        Assert.That(received, Is.EqualTo(new[] { 1 }));
        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, 2 }));
        Assert.That((int)JsonNode.Parse(Telegram.Received[^1].Text)!["limit"]!, Is.EqualTo(1),
            "what comes with it is thrown away");
    }

    [Test]
    public async Task A_receiver_that_fails_on_the_first_update_acknowledges_nothing()
    {
        Telegram.Answers(Updates(Text(1), Text(2)));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Bot.RetrieveAccumulatedUpdates((_, _) => throw new InvalidOperationException("boom"), Options));

        Assert.That(Telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_flow_without_a_logger_factory_says_on_the_console_which_update_it_could_not_decode()
    {
        Telegram.Answers(Updates("""{"update_id":4,"message":"new shape"}""", Text(5)));
        var console = Console.Out;
        var written = new StringWriter();
        Console.SetOut(TextWriter.Synchronized(written));
        try
        {
            await using var updates = Bot.LongPollingFlow(Options with { LoggerFactory = null }).GetAsyncEnumerator();
            Assert.That((await Next(updates)).UpdateId, Is.EqualTo(5));
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.That(written.ToString(), Does.Contain("Telegram.Webhooks.Runtime.Polling").And.Contain("4"));
    }

    private static async Task<Update> Next(IAsyncEnumerator<Update> updates)
    {
        Assert.That(await updates.MoveNextAsync().AsTask().WaitAsync(Patience), Is.True);
        return updates.Current;
    }
}
