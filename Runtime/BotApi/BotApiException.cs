namespace Telegram.Webhooks.Runtime;

/// <summary>A Bot API call that did not succeed; the subclasses tell why. Never shows the bot's token.</summary>
public abstract class BotApiException : Exception
{
    private protected BotApiException(string methodName, string message, Exception? innerException)
        : base(message, innerException) => MethodName = methodName;

    /// <summary>
    /// The Bot API method that was called, such as <c>sendMessage</c>; <c>downloadFile</c> for a download.
    /// </summary>
    public string MethodName { get; }
}
