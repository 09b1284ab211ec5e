using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class WebhookInfoCheckTests
{
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

        await using var check = new WebhookInfoCheck(bot, Expected(start), null,
            new ErrorReporter(e => errors.Enqueue(e.Message), NullLogger.Instance), telegram.Time, NullLogger.Instance);
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
        Assert.That(errors, Is.All.Contains("Connection refused").And.All.Contains("nothing listens at the URL's port"));
    }

    [Test]
    public async Task Each_instance_of_a_shared_inbox_asked_Telegram()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        var start = telegram.Time.GetUtcNow();
        var errors = new ConcurrentQueue<string>();
        await using var inbox = new DutifulInbox();
        await using var check = new WebhookInfoCheck(
            bot, Expected(start), inbox, new ErrorReporter(e => errors.Enqueue(e.Message), NullLogger.Instance),
            telegram.Time, NullLogger.Instance);

        await inbox.Asked.Task.WaitAsync(RealTime.Patience);
        Assert.That(telegram.Received, Is.Empty, "another instance looks");
        inbox.Free.SetResult();
        telegram.Answers(InfoJson(1, start.AddSeconds(1)));
        var wait = await telegram.Time.NextWait();
        telegram.Time.Advance(wait);
        await telegram.Time.NextWait();
        Assert.That((wait.TotalSeconds, errors.Count, inbox.Duty), Is.EqualTo((5d, 1, "webhook-info")));
    }

    private static string InfoJson(int pending, DateTimeOffset errorAt) =>
        $$$"""{"ok":true,"result":{"url":"https://bot.example.com/hook","has_custom_certificate":false,"pending_update_count":{{{pending}}},"last_error_date":{{{errorAt.ToUnixTimeSeconds()}}},"last_error_message":"Connection refused"}}""";

    private static WebhookExpectation Expected(DateTimeOffset since) =>
        new() { Url = "https://bot.example.com/hook", Since = since };
}
