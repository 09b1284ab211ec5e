namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>
/// A call of a plan, in milliseconds: how long after the one before it is made, how long it takes, what becomes of it.
/// </summary>
internal sealed record PlannedCall(int Gap, string? Chat, int Takes, int? RefusedFor, int? CancelledAfter);
