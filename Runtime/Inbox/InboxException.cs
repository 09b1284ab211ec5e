namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>An inbox cannot be opened or used; the message says what to do.</summary>
public class InboxException : Exception
{
    /// <summary>Creates the exception.</summary>
    public InboxException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
