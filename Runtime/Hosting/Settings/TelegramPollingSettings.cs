namespace Telegram.Webhooks.Runtime;

/// <summary>How a hosted bot fetches updates.</summary>
public sealed class TelegramPollingSettings
{
    /// <summary>
    /// How long Telegram holds a request open when there is nothing to fetch. Default 30 s, from 0 to 50 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many updates a request fetches at most. Default 100, from 1 to 100.</summary>
    public int Limit { get; set; } = LongPollingOptions.MaxLimit;

    /// <summary>
    /// The kinds to ask for, such as <c>message</c>. Default null: what the receiver's filter has subscribers for.
    /// </summary>
    public IReadOnlyList<string>? AllowedUpdates { get; set; }

    /// <summary>
    /// Whether a webhook that is set is deleted first. Default true; Telegram refuses <c>getUpdates</c> while there is
    /// one.
    /// </summary>
    public bool DeleteWebhook { get; set; } = true;
}
