namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What the head of a request is worth, before one byte of its body is read.</summary>
internal enum WebhookRequestVerdict
{
    Accepted,
    ForbiddenAddress,
    WrongSecretToken,
    NotJson,
    TooLarge,
}
