namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>An answer to the request under way, or the end of the connection.</summary>
internal sealed record ConnectionReport(
    SenderConnection Connection, WebhookResponse? Response, DeliveryFailure? Failure);
