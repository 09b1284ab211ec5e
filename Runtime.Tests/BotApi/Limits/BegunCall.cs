namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>An attempt that began.</summary>
internal sealed record BegunCall(int Index, string? Chat, int At, int Ended);
