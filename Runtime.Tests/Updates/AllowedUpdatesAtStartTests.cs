using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

public sealed class AllowedUpdatesAtStartTests
{
    [Test]
    public async Task A_subscriber_that_comes_while_the_server_runs_is_reported_and_one_after_it_has_stopped_is_not()
    {
        using var telegram = new MockTelegram().Answers("""{"ok":true,"result":true}""");
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();
        var filter = new FlowsUpdatesFilter(f => f.MessagesFlow.OnEach(_ => { }));

        await using (await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com/hook"), null, null, filter.AsUpdateReceiver,
            new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log }))
        {
            filter.MessagesFlow.OnEach(_ => { });
            filter.PollsFlow.OnEach(_ => { });
        }
        filter.ChatMemberUpdatesFlow.OnEach(_ => { });

        var reported = log.Lines.Where(line => line.StartsWith("Warning 7001 ", StringComparison.Ordinal)).ToList();
        Assert.That(reported, Has.Count.EqualTo(1));
        Assert.That(reported[0], Does.Contain("poll").And.Contain("[message]"));
    }

    [Test]
    public async Task An_explicit_list_is_sent_as_it_is_and_what_it_leaves_out_is_reported()
    {
        using var telegram = new MockTelegram().Answers("""{"ok":true,"result":true}""");
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();
        var filter = new FlowsUpdatesFilter(f => f.PollsFlow.OnEach(_ => { }));

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com/hook",
                allowedUpdates: [UpdateType.Message]), null, null, filter.AsUpdateReceiver,
            new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log });

        Assert.That(telegram.Received.Single().Text, Does.Contain("\"allowed_updates\":[\"message\"]"));
        Assert.That(log.Lines.Count(line => line.StartsWith("Warning 7001 ", StringComparison.Ordinal)), Is.EqualTo(1));
    }
}
