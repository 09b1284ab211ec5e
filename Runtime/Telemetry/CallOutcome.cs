namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>How a call of the Bot API ended.</summary>
/// <param name="Name">In a word: few different ones.</param>
/// <param name="ErrorType">What went wrong; null for nothing.</param>
/// <param name="StatusCode">What was answered; null for no answer.</param>
internal readonly record struct CallOutcome(string Name, string? ErrorType = null, int? StatusCode = null);
