using System.Text.Json.Nodes;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>Updates whose <c>update_id</c> cannot be read, by which Telegram would be told to forget them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NamelessUpdateTests : PollerFixture
{
    private const string Nameless = """{"message":{"message_id":1}}""";

    private readonly Channel<WebhookException> _errors = Channel.CreateUnbounded<WebhookException>();
    private readonly Channel<Update> _handled = Channel.CreateUnbounded<Update>();

    [Test]
    public async Task An_update_without_an_id_was_fetched_without_a_pause_and_buried_anew_each_time()
    {
        Telegram.Answers(Updates(Nameless)).Answers(Updates(Nameless)).Answers(Updates(Nameless))
            .Answers(Updates(Nameless, Text(9))).Hangs();
        await using var session = await Start();

        var pauses = new[] { await PassPause(), await PassPause() };
        var handled = await Next(_handled);

        var errors = new[] { await Next(_errors), await Next(_errors) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses.Select(pause => pause.TotalSeconds), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(handled.UpdateId, Is.EqualTo(9));
            Assert.That(await DeadLetters(session), Is.EqualTo(1));
            Assert.That(errors.Select(error => error.Stage), Is.EqualTo(new[] { WebhookStage.Decoding, WebhookStage.Polling }));
            Assert.That(errors[1].Message, Does.Contain("no update_id that can be read"));
            Assert.That(_errors.Reader.TryRead(out _), Is.False, "it is said once");
        }
    }

    [Test]
    public async Task An_update_without_an_id_is_passed_by_the_least_id_it_can_have()
    {
        Telegram.Answers(Updates(Text(5), Nameless)).Answers(Updates(Text(8))).Answers(Updates(Nameless))
            .Answers(Updates(Nameless)).Answers(Updates(Text(20))).Hangs();
        await using var session = await Start();

        var handled = new[] { (await Next(_handled)).UpdateId, (await Next(_handled)).UpdateId };
        await PassPause();
        var last = await Next(_handled);

        Assert.That(handled.Append(last.UpdateId), Is.EqualTo(new[] { 5, 8, 20 }));
        Assert.That(Offsets().Take(5), Is.EqualTo(new long?[] { null, 7, 9, 10, 11 }));
    }

    [Test]
    public async Task While_an_update_without_an_id_stands_in_the_way_there_is_room_for_the_one_behind_it()
    {
        Telegram.Answers(Updates(Nameless)).Answers(Updates(Nameless, Text(9))).Hangs();
        await using var session = await Start(limit: 1);

        await Next(_handled);

        Assert.That(Telegram.Received.Take(2).Select(request => (int)JsonNode.Parse(request.Text)!["limit"]!), Is.EqualTo(new[] { 1, 100 }));
    }

    [Test]
    public async Task An_id_at_the_end_of_32_bits_became_an_offset_below_zero_which_forgets_updates()
    {
        Telegram.Answers(Updates(Text(5), Text(int.MaxValue))).Answers(Updates(Text(6))).Hangs();
        await using var session = await Start();

        for (var i = 0; i < 3; i++)
            await Next(_handled);

        Assert.That(Offsets().Take(2), Is.EqualTo(new long?[] { null, 7 }));
    }

    private static async Task<int> DeadLetters(LongPollingSession session)
    {
        var count = 0;
        await foreach (var _ in session.Inbox.DeadLetters())
            count++;
        return count;
    }

    private Task<LongPollingSession> Start(int limit = 100) => Bot.LongPolling(
        (update, _) =>
        {
            _handled.Writer.TryWrite(update);
            return default;
        },
        Options with { OnError = error => _errors.Writer.TryWrite(error), Limit = limit });
}
