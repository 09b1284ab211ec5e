namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// An inbox cannot take an update now (it is full, failing or closed); the same update may be offered again later.
/// </summary>
public sealed class InboxUnavailableException : InboxException
{
    /// <summary>Creates the exception.</summary>
    public InboxUnavailableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
