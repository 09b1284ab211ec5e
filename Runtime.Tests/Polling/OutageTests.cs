using System.Net;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Polling;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>What goes wrong with <c>getUpdates</c>: retried and reported once, or final.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OutageTests : PollerFixture
{
    private readonly Channel<WebhookException> _errors = Channel.CreateUnbounded<WebhookException>();
    private readonly Channel<Update> _handled = Channel.CreateUnbounded<Update>();

    private static IEnumerable<TestCaseData> Outages()
    {
        yield return Outage("connection refused", telegram => telegram.BreaksBeforeReading(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused")), "Connection refused");
        yield return Outage("no answer from DNS", telegram => telegram.BreaksBeforeReading(new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known")), "Name or service not known");
        yield return Outage("connection reset", telegram => telegram.BreaksAfterReading(new IOException("Connection reset by peer")), "Connection reset by peer");
        yield return Outage("502 of a proxy", telegram => telegram.Answers("<html><h1>Bad Gateway</h1></html>", HttpStatusCode.BadGateway, "text/html"), "could not be fetched");
        yield return Outage(
            "500", telegram => telegram.AnswersError(500, "Internal Server Error"), "Internal Server Error");
        yield return Outage("409 for another poller", telegram => telegram.AnswersError(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"), "Another program fetches this bot's updates");
        yield return Outage("409 for a webhook being set", telegram => telegram.AnswersError(409, "Conflict: terminated by setWebhook request"), "A webhook was set for this bot while it was polled");
        yield return Outage("409 for a webhook", telegram => telegram.AnswersError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"), "bot.DeleteWebhook()");
    }

    [TestCaseSource(nameof(Outages))]
    public async Task An_outage_is_reported_once_and_ridden_out_with_growing_pauses(
        Action<MockTelegram> fail, string explanation)
    {
        for (var i = 0; i < 3; i++)
            fail(Telegram);
        Telegram.Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        var pauses = new[] { await PassPause(), await PassPause(), await PassPause() };
        var handled = await Next(_handled);

        var error = await Next(_errors);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses.Select(pause => pause.TotalSeconds), Is.EqualTo(new[] { 1, 2, 4 }));
            Assert.That(handled.UpdateId, Is.EqualTo(1));
            Assert.That(error.Stage, Is.EqualTo(WebhookStage.Polling));
            Assert.That(error.Message, Does.Contain(explanation));
            Assert.That(error.ToString(), Does.Not.Contain(MockTelegram.Token));
            Assert.That(_errors.Reader.TryRead(out _), Is.False, "one outage is one report");
        }
    }

    [Test]
    public async Task Pauses_end_growing_at_a_minute_and_a_later_outage_starts_anew()
    {
        for (var i = 0; i < 8; i++)
            Telegram.AnswersError(500, "Internal Server Error");
        Telegram.Answers(Updates(Text(1))).AnswersError(500, "Internal Server Error").Answers(Updates(Text(2))).Hangs();
        await using var session = await Start(Options);

        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
            pauses.Add((await PassPause()).TotalSeconds);

        Assert.That(pauses, Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 32, 60, 60, 1 }));
        Assert.That(new[] { (await Next(_handled)).UpdateId, (await Next(_handled)).UpdateId },
            Is.EqualTo(new[] { 1, 2 }));
        Assert.That(new[] { await Next(_errors), await Next(_errors) },
            Has.All.Message.Contains("Internal Server Error"));
    }

    [Test]
    public async Task An_outage_can_be_seen_as_long_as_it_lasts()
    {
        Telegram.AnswersError(500, "Internal Server Error").Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        await Next(_errors);
        Assert.That(session.Outage, Does.Contain("Internal Server Error"));
        await PassPause();
        // It asks again when it is done with the answer.
        await Telegram.HasReceived(3);

        Assert.That(session.Outage, Is.Null);
    }

    [Test]
    public async Task The_end_of_an_outage_is_logged_once_and_only_after_one()
    {
        Telegram.Answers(Updates(Text(1))).AnswersError(500, "Internal Server Error").Answers(Updates(Text(2)))
            .Answers(Updates(Text(3))).Hangs();
        await using var session = await Start(Options);

        await PassPause();
        await Telegram.HasReceived(5);

        Assert.That(Loggers.Lines, Has.Exactly(1).Contains(" 6002 "));
    }

    [Test]
    public async Task What_ends_polling_for_good_in_the_middle_of_an_outage_is_reported_as_well()
    {
        Telegram.AnswersError(500, "Internal Server Error").AnswersError(401, "Unauthorized");
        await using var session = await Start(Options);

        await PassPause();
        await session.Completion.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Assert.That((await Next(_errors)).Message, Does.Contain("Internal Server Error"));
        Assert.That((await Next(_errors)).Message, Does.Contain("does not know the bot's token"));
    }

    [Test]
    public async Task A_429_is_waited_for_as_long_as_asked()
    {
        Telegram.AnswersError(429, "Too Many Requests: retry after 7", """{"retry_after":7}""").Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        Assert.That(await PassPause(), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That((await Next(_handled)).UpdateId, Is.EqualTo(1));
    }

    [Test]
    public async Task A_429_that_asked_for_no_wait_was_asked_again_without_a_pause()
    {
        Telegram.AnswersError(429, "Too Many Requests: retry after 0", """{"retry_after":0}""").Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        Assert.That(await PassPause(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((await Next(_handled)).UpdateId, Is.EqualTo(1));
    }

    [Test]
    public void A_pause_that_was_asked_for_had_no_end_that_a_timer_can_have() => Assert.That(
        PollingFailure.AskedPause(
            new ApiRequestException("getUpdates", 429, "Too Many Requests", TimeSpan.FromSeconds(int.MaxValue))),
        Is.EqualTo(TimeSpan.FromHours(1)));

    [Test]
    public async Task The_Retry_After_of_a_proxy_was_ignored()
    {
        Telegram.ProxyRefuses(HttpStatusCode.TooManyRequests, "7").Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        var expected = TimeSpan.FromSeconds(7);
        var waits = new List<TimeSpan>();
        while (!waits.Contains(expected))
            waits.Add(await Time.NextWait());
        Time.Advance(expected);

        Assert.That((await Next(_handled)).UpdateId, Is.EqualTo(1));
    }

    [Test]
    public async Task A_request_that_nobody_answers_is_given_up_a_while_after_telegrams_own_timeout()
    {
        Telegram.Hangs().Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options);

        // Its own watch is set then; the first one was of the request that asked for the bot's name, and may be over.
        await Telegram.HasReceived(1);
        Assert.That(await Telegram.Time.PassNextWait(), Is.EqualTo(Options.Timeout + TimeSpan.FromSeconds(15)));
        await PassPause();

        Assert.That((await Next(_handled)).UpdateId, Is.EqualTo(1));
        Assert.That((await Next(_errors)).Message, Does.Contain("timed out"));
    }

    [Test]
    public async Task A_webhook_that_is_set_while_polling_is_deleted_again()
    {
        const string active = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        const string deleted = """{"ok":true,"result":true}""";
        Telegram.Answers(deleted).AnswersError(409, active).Answers(deleted).Answers(Updates(Text(1))).Hangs();
        await using var session = await Start(Options with { DeleteWebhook = true });

        await PassPause();
        await Next(_handled);

        Assert.That(Telegram.Received.Take(4).Select(request => request.Url.Segments[^1]), Is.EqualTo(new[] { "deleteWebhook", "getUpdates", "deleteWebhook", "getUpdates" }));
    }

    [TestCase(401, "Unauthorized", "does not know the bot's token")]
    [TestCase(404, "Not Found", "does not know the bot's token")]
    [TestCase(403, "Forbidden: bot was deleted", "Telegram serves this bot no longer: Forbidden: bot was deleted")]
    public async Task What_trying_again_cannot_mend_ends_the_polling(int code, string description, string explanation)
    {
        Telegram.AnswersError(code, description);
        await using var session = await Start(Options);

        var error = await Assert.ThrowsAsync<WebhookException>(() => session.Completion.WaitAsync(Patience));

        Assert.That(error!.Message, Does.Contain(explanation));
        Assert.That(Telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_flow_throws_what_Telegram_refuses_for()
    {
        Telegram.AnswersError(401, "Unauthorized");

        var error = await Assert.ThrowsAsync<ApiRequestException>(async () =>
        {
            await foreach (var _ in Bot.LongPollingFlow(Options))
            {
            }
        });

        Assert.That(error!.ErrorCode, Is.EqualTo(401));
    }

    [Test]
    public async Task A_flow_rides_out_what_the_bots_retry_limits_allow()
    {
        for (var i = 0; i < 4; i++)
            Telegram.BreaksBeforeReading(
                new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        Telegram.Answers(Updates(Text(1)));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        var coming = updates.MoveNextAsync().AsTask();
        for (var i = 0; i < 4; i++)
            await PassBackoff();

        Assert.That(await coming.WaitAsync(Patience), Is.True);
        Assert.That(updates.Current.UpdateId, Is.EqualTo(1));
    }

    [Test]
    public async Task A_flow_ends_with_the_failure_when_an_outage_outlasts_the_bots_retry_limits()
    {
        for (var i = 0; i < 5; i++)
            Telegram.BreaksBeforeReading(
                new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        await using var updates = Bot.LongPollingFlow(Options).GetAsyncEnumerator();

        var coming = updates.MoveNextAsync().AsTask();
        for (var i = 0; i < 4; i++)
            await PassBackoff();

        await Assert.ThrowsAsync<BotApiConnectionException>(() => coming.WaitAsync(Patience));
    }

    /// <summary>Lets the next wait between two attempts pass; the longer timer watches over an attempt.</summary>
    private async Task PassBackoff()
    {
        var wait = await Telegram.Time.NextWait();
        while (wait > Options.Timeout)
            wait = await Telegram.Time.NextWait();
        Telegram.Time.Advance(wait);
    }

    private static TestCaseData Outage(string name, Action<MockTelegram> fail, string explanation) =>
        new TestCaseData(fail, explanation).SetArgDisplayNames(name);

    private Task<LongPollingSession> Start(LongPollingOptions options) => Bot.LongPolling(
        (update, _) =>
        {
            _handled.Writer.TryWrite(update);
            return default;
        },
        options with { OnError = error => _errors.Writer.TryWrite(error) });
}
