namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Where to listen and whom to hand updates to: the arguments that both ways to start a server share.
/// </summary>
internal sealed record WebhookTarget(
    int Port, string Host, string? Subroute, WebhookPrivateKeyConfig? PrivateKeyConfig,
    Action<WebhookException>? OnError, UpdateReceiver Receiver);
