using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>The webhook's answer to one update, with the arguments in its body, if it carries any.</summary>
internal sealed record WebhookResponse(
    int Status, string Reason, bool KeepAlive, IReadOnlyDictionary<string, string> Headers, CallParameters? Parameters)
{
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Seconds, when it is a whole number of them; dates are not understood.</summary>
    public int RetryAfter =>
        int.TryParse(Headers.GetValueOrDefault("retry-after"), out var seconds) ? Math.Clamp(seconds, 0, SenderQueues.MaxRetryAfter) : 0;
}
