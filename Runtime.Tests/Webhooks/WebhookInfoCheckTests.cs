using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class WebhookInfoCheckTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestCase("SSL error {error:0A000086:SSL routines::certificate verify failed}", "does not trust the certificate")]
    [TestCase("Connection refused", "cannot reach the server")]
    [TestCase("Connection timed out", "cannot reach the server")]
    [TestCase("Read timeout expired", "more than 60 s")]
    [TestCase("Wrong response from the webhook: 401 Unauthorized", "secret token did not arrive")]
    [TestCase("Wrong response from the webhook: 404 Not Found", "compare the URL's path")]
    [TestCase("Wrong response from the webhook: 502 Bad Gateway", "such as a proxy")]
    [TestCase("Wrong response from the webhook: 503 Service Unavailable", "its inbox is full or failing")]
    public void An_error_since_the_start_is_explained(string error, string advice) =>
        Assert.That(WebhookInfoCheck.Explain(Info(error), Start), Does.Contain(error).And.Contain(advice));

    [Test]
    public void An_error_from_before_the_start_is_not_told() =>
        Assert.That(WebhookInfoCheck.Explain(Info("Connection refused", Start.AddSeconds(-2)), Start), Is.Null);

    [Test]
    public void A_password_in_the_url_was_told()
    {
        var problem = WebhookInfoCheck.Explain(Info("Connection refused", url: "https://proxy-user:planted-pass@bot.example.com/hook"), Start);

        Assert.That(problem, Does.Contain("https://bot.example.com/hook").And.Not.Contain("planted-pass"));
    }

    [Test]
    public async Task A_fault_that_showed_only_when_somebody_wrote_was_never_explained()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        var start = telegram.Time.GetUtcNow();
        var errors = new ConcurrentQueue<string>();
        telegram
            .Answers(InfoJson(0, start.AddHours(-1))) // after 5 s: from before the start
            .Answers(InfoJson(1, start.AddSeconds(60))) // after another minute: since then
            .Answers(InfoJson(1, start.AddSeconds(640))) // after another ten: still the same, so it is not told again
            .Answers(InfoJson(1, start.AddSeconds(4000))) // after another hour, as after each that follows: something waits, but the error is an old one
            .Answers(InfoJson(0, start.AddSeconds(7860))) // it failed a moment ago, but nothing waits any more
            .Answers(InfoJson(1, start.AddSeconds(11460))); // it fails again

        await using var check = new WebhookInfoCheck(bot, start, new ErrorReporter(e => errors.Enqueue(e.Message), NullLogger.Instance), telegram.Time, NullLogger.Instance);
        var told = new List<int>();
        for (var look = 0; look < 7; look++)
        {
            var wait = await telegram.Time.NextWait();
            told.Add(errors.Count);
            Assert.That(wait.TotalSeconds, Is.EqualTo(look switch { 0 => 5, 1 => 60, 2 => 600, _ => 3600 }));
            if (look < 6)
                telegram.Time.Advance(wait);
        }

        Assert.That(told, Is.EqualTo(new[] { 0, 0, 1, 1, 1, 1, 2 }), "how many were told before each look");
        Assert.That(errors, Is.All.Contains("Connection refused").And.All.Contains("cannot reach the server"));
    }

    private static string InfoJson(int pending, DateTimeOffset errorAt) =>
        $$$"""{"ok":true,"result":{"url":"https://bot.example.com/hook","has_custom_certificate":false,"pending_update_count":{{{pending}}},"last_error_date":{{{errorAt.ToUnixTimeSeconds()}}},"last_error_message":"Connection refused"}}""";

    private static WebhookInfo Info(string error, DateTimeOffset? at = null, string url = "https://bot.example.com/hook") =>
        new() { Url = url, LastErrorMessage = error, LastErrorDate = at ?? Start };
}
