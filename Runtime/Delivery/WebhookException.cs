namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Something went wrong on the way of an update: what <c>onError</c> is called with. The cause is
/// <see cref="Exception.InnerException"/>. It is never thrown back at the caller of <c>onError</c>.
/// </summary>
public sealed class WebhookException : Exception
{
    /// <summary>Creates the exception.</summary>
    public WebhookException(WebhookStage stage, string message, Exception? innerException = null) : base(
        message, innerException) => Stage = stage;

    /// <summary>Where it went wrong.</summary>
    public WebhookStage Stage { get; }

    /// <summary>
    /// Telegram's number of the update; of a media group, its first part's. Null when no update is concerned or its
    /// number is unknown.
    /// </summary>
    public long? UpdateId { get; init; }

    /// <summary>Which attempt failed, from 1; 0 when the update was not handed to the receiver.</summary>
    public int Attempt { get; init; }

    /// <summary>What happens next with the update.</summary>
    public WebhookErrorOutcome Outcome { get; init; }

    /// <summary>
    /// When it is handled again, if <see cref="Outcome"/> is <see cref="WebhookErrorOutcome.Retried"/>.
    /// </summary>
    public DateTimeOffset? RetryAt { get; init; }
}
