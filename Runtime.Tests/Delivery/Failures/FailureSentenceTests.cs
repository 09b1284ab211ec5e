using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Failures;

public sealed class FailureSentenceTests
{
    [TestCase(null, 0, WebhookErrorOutcome.None, "")]
    [TestCase(null, 0, WebhookErrorOutcome.SentAgainByTelegram, "An update was not acknowledged; Telegram sends it again.")]
    [TestCase(null, 0, WebhookErrorOutcome.Buried, "An update is a dead letter now.")]
    [TestCase(7L, 0, WebhookErrorOutcome.None, "About update 7:")]
    [TestCase(7L, 2, WebhookErrorOutcome.None, "About update 7 at attempt 2:")]
    [TestCase(7L, 1, WebhookErrorOutcome.Retried, "Update 7 failed at attempt 1; it is tried again at 10:20:30 UTC.")]
    [TestCase(7L, 5, WebhookErrorOutcome.Buried, "Update 7 failed at attempt 5 and is a dead letter now.")]
    [TestCase(7L, 0, WebhookErrorOutcome.Buried, "Update 7 is a dead letter now.")]
    [TestCase(7L, 1, WebhookErrorOutcome.Dropped, "Update 7 failed at attempt 1 and is dropped.")]
    [TestCase(7L, 0, WebhookErrorOutcome.SentAgainByTelegram, "Update 7 was not acknowledged; Telegram sends it again.")]
    [TestCase(7L, 1, WebhookErrorOutcome.SentAgainByTelegram, "Update 7 failed at attempt 1; Telegram sends it again.")]
    public void It_says_what_happened_and_what_happens_next(
        long? update, int attempt, WebhookErrorOutcome outcome, string sentence) =>
        Assert.That(FailureSentence.Of(Error(update, attempt, outcome)), Is.EqualTo(sentence));

    [Test]
    public void A_failure_without_an_update_was_logged_as_update_null_attempt_0_next_None()
    {
        using var log = new RecordingLoggers();
        new ErrorReporter(null, log.CreateLogger("Delivery")).Report(Error(null, 0, WebhookErrorOutcome.None));

        Assert.That(log.Lines.Single(), Does.StartWith("Warning 4001 Telegram cannot be reached.").And.Not.Contain("null").And.Not.Contain("None"));
    }

    [Test]
    public async Task A_fault_that_nobody_waits_for_reaches_the_callback_and_the_log()
    {
        using var log = new RecordingLoggers();
        var told = new TaskCompletionSource<WebhookException>(TaskCreationOptions.RunContinuationsAsynchronously);
        new ErrorReporter(told.SetResult, log).ReportFault(new InboxException("Row 5 cannot be read."));

        var error = await told.Task.WaitAsync(RealTime.Patience);
        Assert.That((error.Stage, error.Message), Is.EqualTo((WebhookStage.Storing, "Row 5 cannot be read.")));
        Assert.That(error.InnerException, Is.TypeOf<InboxException>());
        Assert.That(log.Lines.Single(), Does.StartWith("Warning 4001 Row 5 cannot be read."));
    }

    private static WebhookException Error(long? update, int attempt, WebhookErrorOutcome outcome) => new(WebhookStage.Polling, "Telegram cannot be reached.")
    {
        UpdateId = update,
        Attempt = attempt,
        Outcome = outcome,
        RetryAt = outcome == WebhookErrorOutcome.Retried ? new DateTimeOffset(2026, 1, 2, 10, 20, 30, TimeSpan.Zero) : null,
    };
}
