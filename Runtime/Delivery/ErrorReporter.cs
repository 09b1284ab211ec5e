using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Logs what goes wrong and tells the user's callback, whose own failure is logged and goes no further.
/// </summary>
internal sealed partial class ErrorReporter
{
    private readonly Action<WebhookException>? _onError;
    private readonly UnfailingLogger _logger;

    public ErrorReporter(Action<WebhookException>? onError, ILogger logger)
    {
        _onError = onError;
        _logger = new UnfailingLogger(logger);
    }

    public void Report(WebhookException error)
    {
        // What is given up is what somebody has to look at; the rest goes on by itself.
        var level = error.Outcome is WebhookErrorOutcome.Buried ? LogLevel.Error : LogLevel.Warning;
        var sentence = FailureSentence.Of(error);
        // A handler's exception may quote what somebody wrote to the bot, as that of int.Parse does.
        var message = SenderText.Line(error.Message);
        var text = sentence.Length == 0 ? message : $"{sentence} {message}";
        Failed(level, text, error.Stage, error.UpdateId, error.Attempt, error.Outcome, error.InnerException);
        ReportUnlogged(error);
    }

    /// <summary>
    /// The callback only, for what anybody can cause as often as they like and is summed up in the log.
    /// </summary>
    public void ReportUnlogged(WebhookException error)
    {
        if (_onError is null) return;
        try
        {
            _onError(error);
        }
        catch (Exception callbackError)
        {
            CallbackFailed(callbackError);
        }
    }

    /// <summary>
    /// For <see cref="InboxContext.OnFailing"/>. Reports on another thread: the inbox's own must not wait for the
    /// user's callback.
    /// </summary>
    public void ReportStore(InboxException cause) => ThreadPool.UnsafeQueueUserWorkItem(
        static report => report.Reporter.Report(new WebhookException(
            WebhookStage.Storing,
            $"What becomes of updates cannot be recorded. {report.Cause.Message} Until it can be, no more of them are handed out; what is handled and not recorded is handled again if the process ends before.",
            report.Cause)),
        (Reporter: this, Cause: cause),
        preferLocal: false);

    /// <summary>
    /// For <see cref="InboxContext.OnFault"/>. Reports on another thread, as <see cref="ReportStore"/> does.
    /// </summary>
    public void ReportFault(InboxException fault) => ThreadPool.UnsafeQueueUserWorkItem(
        static report => report.Reporter.Report(
            new WebhookException(WebhookStage.Storing, report.Fault.Message, report.Fault)),
        (Reporter: this, Fault: fault),
        preferLocal: false);

    // The values behind the sentence are part of the entry, for those who filter by them; the text has them in words.
#pragma warning disable SYSLIB1015
    [LoggerMessage(EventId = 4001, Message = "{Failure}")]
    private partial void Failed(
        LogLevel level, string failure, WebhookStage stage, long? updateId, int attempt, WebhookErrorOutcome outcome,
        Exception? cause);
#pragma warning restore SYSLIB1015

    [LoggerMessage(4002, LogLevel.Error, "The onError callback threw; its exception goes no further.")]
    private partial void CallbackFailed(Exception cause);
}
