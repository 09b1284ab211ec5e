namespace Telegram.Webhooks.Runtime.Sandbox.Wire;

/// <summary>One attempt to hand an update to the webhook.</summary>
internal sealed record DeliveryRecord(
    int UpdateId, string Kind, long QueueId, int Attempt, int? Status, string? Error, TimeSpan Duration,
    TimeSpan? RetryIn, bool Dropped, string Body);
