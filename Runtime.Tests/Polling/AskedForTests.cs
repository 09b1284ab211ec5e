using System.Text.Json.Nodes;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>What is asked of Telegram: which calls, in which order, with which numbers and kinds.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AskedForTests : PollerFixture
{
    private const string Done = """{"ok":true,"result":true}""";
    private const string Nameless = """{"message":{"message_id":1}}""";

    private readonly Channel<Update> _handled = Channel.CreateUnbounded<Update>();

    [Test]
    public async Task A_filter_is_asked_for_its_kinds_and_the_options_kinds_come_before_them()
    {
        var filter = new FlowsUpdatesFilter(f => f.MessagesFlow.OnEach((_, _) => default));
        Telegram.Hangs().Hangs();

        await using (await Bot.LongPolling(filter, Options))
            await Telegram.HasReceived(1);
        await using (await Bot.LongPolling(filter, Options with { AllowedUpdates = [UpdateType.Poll] }))
            await Telegram.HasReceived(1);

        Assert.That(Asked("allowed_updates").Select(kinds => kinds!.ToJsonString()), Is.EqualTo(new[] { """["message"]""", """["poll"]""" }));
    }

    [Test]
    public async Task The_bots_name_is_asked_for_and_logged_once()
    {
        Telegram.Answers(Updates(Text(1))).Answers(Updates(Text(2))).Hangs();
        await using var session = await Start(Options);

        await Telegram.HasReceived(3);

        Assert.That(Loggers.Lines, Has.Exactly(1).Contains(" 6000 "));
    }

    [Test]
    public async Task A_failure_that_no_webhook_causes_deletes_none()
    {
        Telegram.Answers(Done).AnswersError(500, "Internal Server Error").Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options with { DeleteWebhook = true });

        await PassPause();
        await Next(_handled);

        Assert.That(Methods().Take(3), Is.EqualTo(new[] { "deleteWebhook", "getUpdates", "getUpdates" }));
    }

    [Test]
    public async Task A_webhook_in_the_way_stays_where_deleting_it_is_turned_off()
    {
        Telegram.AnswersError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
            .Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        await PassPause();
        await Next(_handled);

        Assert.That(Methods(), Has.None.EqualTo("deleteWebhook"));
    }

    [Test]
    public async Task Kinds_of_an_earlier_program_are_no_warning_where_kinds_are_asked_for()
    {
        Telegram.AlwaysAnswers("getWebhookInfo", """
            {"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0,"allowed_updates":["poll"]}}
            """);
        Telegram.Answers(Done).Hangs();
        await using var session = await Start(
            Options with { DeleteWebhook = true, AllowedUpdates = [UpdateType.Message] });

        await Telegram.HasReceived(2);

        Assert.That(Loggers.Lines, Has.None.Contains(" 6006 ").And.None.Contains(" 6005 "));
    }

    [Test]
    public async Task A_flow_and_a_retrieval_delete_a_webhook_first_where_they_may()
    {
        Telegram.Answers(Done).Answers(Updates(Text(1))).Answers(Done).Answers(Updates()).Answers(Done)
            .Answers(Updates()).Answers(Updates());

        await foreach (var _ in Bot.LongPollingFlow(Options with { DeleteWebhook = true }))
            break;
        await Bot.RetrieveAccumulatedUpdates((_, _) => default, Options with { DeleteWebhook = true });
        await Bot.FlushAccumulatedUpdates(Options with { DeleteWebhook = true });
        await Bot.FlushAccumulatedUpdates(Options);

        Assert.That(Methods(), Is.EqualTo(new[] { "deleteWebhook", "getUpdates", "deleteWebhook", "getUpdates", "deleteWebhook", "getUpdates", "getUpdates" }));
    }

    [Test]
    public async Task What_piled_up_is_asked_for_without_waiting_and_in_the_portions_that_the_options_say()
    {
        Telegram.Answers(Updates(Nameless)).Answers(Updates(Nameless, Text(9))).Answers(Updates());

        Assert.That(await Bot.FlushAccumulatedUpdates(Options with { Limit = 1 }), Is.EqualTo(2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Asked("limit").Select(limit => (int)limit!), Is.EqualTo(new[] { 1, 100, 1 }), "what no offset passes leaves room for what is behind it");
            Assert.That(Asked("timeout").Select(timeout => (int?)timeout ?? 0), Is.All.Zero);
        }
    }

    [Test]
    public async Task An_update_without_an_id_behind_the_last_number_made_the_offset_negative()
    {
        Telegram.Answers(Updates(Text(int.MaxValue - 1), Nameless)).Answers(Updates());

        await Bot.FlushAccumulatedUpdates(Options);

        Assert.That(Offsets(), Is.EqualTo(new long?[] { null, int.MaxValue }));
    }

    [Test]
    public async Task An_answer_that_is_no_list_says_where_and_what_it_should_be()
    {
        Telegram.Answers("""{"ok":true,"result":{"updates":[]}}""");

        var error = await Assert.ThrowsAsync<BotApiResponseException>(() => Bot.FlushAccumulatedUpdates(Options));

        Assert.That(error!.ToString(), Does.Contain("$.result").And.Contain("Array"));
    }

    [Test]
    public async Task A_request_is_given_up_15_s_after_Telegrams_own_wait_for_a_flow_as_well()
    {
        Telegram.Hangs();
        await using var updates = Bot.LongPollingFlow(Options with { Timeout = TimeSpan.FromSeconds(20) })
            .GetAsyncEnumerator();
        var coming = updates.MoveNextAsync().AsTask();
        await Telegram.HasReceived(1);

        Assert.That(await Telegram.Time.NextWait(), Is.EqualTo(TimeSpan.FromSeconds(35)));

        Telegram.Answers(Updates(Text(1)));
        Telegram.Time.Advance(TimeSpan.FromSeconds(35));
        await Telegram.Time.PassNextWait();
        Assert.That(await coming.WaitAsync(Patience), Is.True);
    }

    private IEnumerable<string> Methods() => Telegram.Received.Select(request => request.Url.Segments[^1]);

    private IEnumerable<JsonNode?> Asked(string parameter) =>
        Telegram.Received.Select(request => JsonNode.Parse(request.Text)![parameter]);

    private Task<LongPollingSession> Start(LongPollingOptions options) => Bot.LongPolling(
        (update, _) =>
        {
            _handled.Writer.TryWrite(update);
            return default;
        },
        options);
}
