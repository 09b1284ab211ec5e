namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Telegram refused the registration of a webhook, or could not be reached. The cause, an
/// <see cref="ApiRequestException"/>, a <see cref="BotApiConnectionException"/> or a
/// <see cref="BotApiResponseException"/>, is the <see cref="Exception.InnerException"/>.
/// </summary>
public sealed class WebhookRegistrationException : WebhookStartException
{
    internal WebhookRegistrationException(string message, BotApiException cause)
        : base(message, cause)
    {
    }
}
