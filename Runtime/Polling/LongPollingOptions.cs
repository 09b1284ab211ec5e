using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>How updates are fetched by <c>getUpdates</c>, kept and handed on.</summary>
public sealed record LongPollingOptions
{
    internal const int MaxLimit = 100;

    /// <summary>
    /// How long Telegram holds a request open when there is nothing to fetch. Default 30 s, from 0 to 50 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many updates a request fetches at most. Default 100, from 1 to 100.</summary>
    public int Limit { get; set; } = 100;

    /// <summary>
    /// The kinds to ask for. Default: what the receiver's filter wants; without a filter, what Telegram was asked for
    /// last.
    /// </summary>
    public IReadOnlyList<UpdateType>? AllowedUpdates { get; set; }

    /// <summary>
    /// Whether a webhook that is set is deleted first; while there is one, Telegram refuses <c>getUpdates</c>. Default
    /// true.
    /// </summary>
    public bool DeleteWebhook { get; set; } = true;

    /// <summary>
    /// Where updates are kept until they are handled. Default: <see cref="UpdateInbox.Sqlite"/> at <c>.telegram/&lt;bot
    /// id&gt;.db</c>. Not <see cref="UpdateInbox.None"/>. Its path must not contain a bot token.
    /// </summary>
    public UpdateInbox? Inbox { get; set; }

    /// <summary>
    /// How long the parts of a media group are waited for after the last one came. Default 1000 ms; null turns grouping
    /// off.
    /// </summary>
    public TimeSpan? MediaGroupsDebounce { get; set; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>How updates are handed to the receiver.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>How long handlers may run on once polling is told to stop. Default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Called with everything that goes wrong, the receiver's own exceptions included; from several threads at once.
    /// What it throws is logged and goes no further.
    /// </summary>
    public Action<WebhookException>? OnError { get; set; }

    /// <summary>Where logs go. Default: the bot's, else the console.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock. Default: the bot's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    internal IEnumerable<string> Problems(Redaction redaction)
    {
        if (Timeout < TimeSpan.Zero || Timeout > TimeSpan.FromSeconds(50))
            yield return $"Timeout must be 0 to 50 s, but is {Timeout}.";
        if (Limit is < 1 or > MaxLimit)
            yield return $"Limit must be 1 to {MaxLimit}, but is {Limit}.";
        if (Inbox == UpdateInbox.None)
            yield return "Long polling needs an inbox, for Telegram forgets what it has handed out: use UpdateInbox.InMemory() to keep updates in memory only.";
        foreach (var problem in InboxProblems.Of(Inbox, redaction))
            yield return problem;
        foreach (var problem in DeliveryOptions.Problems(Delivery, MediaGroupsDebounce, ShutdownTimeout))
            yield return problem;
    }
}
