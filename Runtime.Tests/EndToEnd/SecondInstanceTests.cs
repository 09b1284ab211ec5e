using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>Somebody else runs the same bot, or has registered its webhook anew.</summary>
internal sealed class SecondInstanceTests : EndToEndTest
{
    [Test]
    public async Task A_second_server_on_the_same_inbox_is_refused_and_the_first_goes_on()
    {
        await using var server = await Listen(Echo);

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => Client.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("http://127.0.0.1:9/other"), null, null, Echo, With("sqlite")));

        Assert.That(error!.Message, Does.Contain("bot.db"));
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.EqualTo(Url));
        await Ada.Says("hi");
        await Ada.Hears("heard hi");
    }

    [Test]
    public async Task Polling_beside_a_webhook_is_explained_and_takes_nothing_from_it()
    {
        await using var server = await Listen(Echo, With("memory"));
        var told = new TaskCompletionSource<WebhookException>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var polling = await Client.LongPolling((_, _) => default, Polling(told));

        Assert.That((await told.Task.WaitAsync(TestServers.Guard)).Message,
            Does.StartWith("A webhook is set for this bot"));
        await Ada.Says("hi");
        await Ada.Hears("heard hi");
        Assert.That(Telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.EqualTo(Url));
    }

    [Test]
    public async Task A_poller_learns_that_a_webhook_took_its_updates_away()
    {
        var told = new TaskCompletionSource<WebhookException>(TaskCreationOptions.RunContinuationsAsynchronously);
        var polled = NewSignal();
        await using var polling = await Client.LongPolling(
            (_, _) => { polled.TrySetResult(); return default; }, Polling(told));
        await Ada.Says("to the poller");
        await polled.Task.WaitAsync(TestServers.Guard);
        await Settle();

        await using var server = await Listen(Echo, With("memory"));

        Assert.That((await told.Task.WaitAsync(TestServers.Guard)).Message, Does.Contain("webhook").IgnoreCase);
        await Ada.Says("hi");
        await Ada.Hears("heard hi");
    }

    [Test]
    public async Task A_webhook_registered_with_another_secret_is_made_visible_and_mended_by_the_next_start()
    {
        var told = new TaskCompletionSource<WebhookException>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (await Client.SetWebhookInfoAndStartListenWebhooks(
            Port, "127.0.0.1", "hook", new SetWebhook(Url), null, error => told.TrySetResult(error), Echo, With("memory", time: Time)))
        {
            await Pass(TimeSpan.FromSeconds(1));
            await Bot.Result("setWebhook", Json($"{{'url':'{Url}','secret_token':'somebody-elses'}}"));
            await Ada.Says("hi");
            var refused = (await Telegram.Deliveries(1))[0];
            Assert.That((refused.Status, refused.Error),
                Is.EqualTo(((int?)401, "Wrong response from the webhook: 401 Unauthorized")));
            Assert.That((await Client.GetWebhookInfo()).LastErrorMessage,
                Is.EqualTo("Wrong response from the webhook: 401 Unauthorized"));

            // Some seconds after a start the runtime looks by itself.
            await Settle();
            await Pass(TimeSpan.FromSeconds(5));
            var error = await told.Task.WaitAsync(TestServers.Guard);
            Assert.That((error.Stage, error.Message.Contains("secret token", StringComparison.Ordinal)),
                Is.EqualTo((WebhookStage.Registration, true)));
            Assert.That(Heard, Is.Empty);
        }

        await using var server = await Listen(Echo, With("memory"));
        Assert.That((await Client.GetWebhookInfo()).LastErrorMessage, Is.Null);
        await Ada.Hears("heard hi");
    }

    [TestCase("setWebhook", "{'url':'http://127.0.0.1:9/another_program'}", "The webhook of this bot is http://127.0.0.1:9/an…, not http://127.0.0.1:")]
    [TestCase("deleteWebhook", "{}", "No webhook is set for this bot.")]
    [TestCase("setWebhook", "{'url':'OURS','allowed_updates':['inline_query']}", "Telegram sends updates of these kinds only: inline_query. Of the kinds it sends by default these never come: message, ")]
    public async Task What_another_program_did_to_the_webhook_was_never_reported(
        string method, string parameters, string says)
    {
        var told = new TaskCompletionSource<WebhookException>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await Client.SetWebhookInfoAndStartListenWebhooks(
            Port, "127.0.0.1", "hook", new SetWebhook(Url, secretToken: "a-secret"), null,
            error => told.TrySetResult(error), Echo, With("memory", time: Time));
        Time.Advance(TimeSpan.FromSeconds(1));
        var arguments = Json(parameters.Replace("OURS", Url, StringComparison.Ordinal));
        if (parameters.Contains("OURS", StringComparison.Ordinal))
            arguments["secret_token"] = "a-secret";
        await Bot.Result(method, arguments);

        await Settle();
        Time.Advance(TimeSpan.FromSeconds(5));
        var error = await told.Task.WaitAsync(TestServers.Guard);

        Assert.That(error.Stage, Is.EqualTo(WebhookStage.Registration));
        Assert.That(error.Message, Does.StartWith(says));
    }

    private static LongPollingOptions Polling(TaskCompletionSource<WebhookException> told) => new()
    {
        DeleteWebhook = false,
        Inbox = UpdateInbox.InMemory(),
        OnError = error => told.TrySetResult(error),
    };
}
