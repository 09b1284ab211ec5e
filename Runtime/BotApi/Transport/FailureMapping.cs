namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>Turns whatever an HTTP client throws into an exception that says what happened and hides the URL.</summary>
internal sealed class FailureMapping(BotApiAddress address, BotToken token)
{
    // A line of the log; what stands in front of Telegram may put a page into it.
    private const int MaxReason = 500;

    private readonly Redaction _redaction = new(token);

    /// <param name="error">What was thrown. Not the caller's own cancellation.</param>
    /// <param name="methodName">The method called.</param>
    /// <param name="timedOut">Whether the attempt's own timer had fired.</param>
    /// <param name="mayHaveBeenExecuted">Whether the call may have had its effect.</param>
    /// <param name="consequence">What that means, in words.</param>
    public BotApiConnectionException Map(
        Exception error, string methodName, bool timedOut, bool mayHaveBeenExecuted, string consequence)
    {
        var what = timedOut || error is OperationCanceledException { InnerException: TimeoutException }
            ? "timed out"
            : error is OperationCanceledException ? "was cancelled by the HTTP client" : "failed";
        var why = what == "failed" ? $": {_redaction.Quote(Reason(error), MaxReason)}" : "";
        return new BotApiConnectionException(
            methodName, $"{methodName} at {address.BaseUrl} {what}; {consequence}{why}", mayHaveBeenExecuted,
            WithoutTokens(error));
    }

    private Exception WithoutTokens(Exception error)
    {
        var text = error.ToString();
        return _redaction.Finds(text) ? new HttpRequestException(_redaction.Clean(text)) : error;
    }

    // "An error occurred while sending the request." says nothing; the exception inside it does.
    private static string Reason(Exception error) =>
        error is HttpRequestException { InnerException: { } inner } && !error.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{error.Message} {inner.Message}"
            : error.Message;
}
