namespace Telegram.Webhooks.Runtime;

/// <summary>No answer came: the server could not be reached, the connection broke, or time ran out.</summary>
public sealed class BotApiConnectionException : BotApiException
{
    internal BotApiConnectionException(
        string methodName, string message, bool mayHaveBeenExecuted, Exception? innerException)
        : base(methodName, message, innerException) => MayHaveBeenExecuted = mayHaveBeenExecuted;

    /// <summary>
    /// Whether the call may have been executed all the same. False when the request provably never left this process,
    /// so that repeating it cannot, for one, send a message twice. Of a download it says whether some content was
    /// already written.
    /// </summary>
    public bool MayHaveBeenExecuted { get; }
}
