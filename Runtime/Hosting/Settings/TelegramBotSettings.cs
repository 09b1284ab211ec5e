namespace Telegram.Webhooks.Runtime;

/// <summary>
/// What a hosted bot is told, by configuration or by code: everything but code of its own, which
/// <see cref="TelegramBotBuilder"/> takes. Read once, when the app starts; a later change of the configuration changes
/// nothing.
/// </summary>
/// <remarks>
/// Every member can be set, so that configuration binders fill it, the generated one included.
/// <c>AddTelegramBot(IConfiguration)</c> also reports keys that it does not know. Not a record: it holds the token, and
/// <see cref="ToString"/> shows no secret.
/// </remarks>
public sealed class TelegramBotSettings
{
    /// <summary>
    /// What @BotFather gave for the bot. Required. A secret: it belongs into user-secrets, the environment or a file of
    /// its own.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>
    /// The Bot API server. Default null: Telegram's own. See <see cref="TelegramBotOptions.BaseUrl"/>.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>
    /// Whether the server is one of one's own. Default null: by its address. See
    /// <see cref="TelegramBotOptions.IsSelfHosted"/>.
    /// </summary>
    public bool? IsSelfHosted { get; set; }

    /// <summary>Whether calls go to Telegram's test environment. Default false.</summary>
    public bool UseTestEnvironment { get; set; }

    /// <summary>
    /// How Telegram reaches the bot, for <see cref="TelegramBotBuilder.UseWebhook"/> and
    /// <see cref="TelegramBotBuilder.UseWebhookServer"/>.
    /// </summary>
    public TelegramWebhookSettings Webhook { get; set; } = new();

    /// <summary>How updates are fetched, for <see cref="TelegramBotBuilder.UseLongPolling"/>.</summary>
    public TelegramPollingSettings LongPolling { get; set; } = new();

    /// <summary>Where updates are kept until they are handled.</summary>
    public TelegramInboxSettings Inbox { get; set; } = new();

    /// <summary>How updates are handed to the receiver.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>How long a call may take and how often it is repeated.</summary>
    public TelegramBotRetryOptions Retry { get; set; } = new();

    /// <summary>How fast the bot sends at most. Default null: as fast as the program asks.</summary>
    public TelegramLimits? Limits { get; set; }

    /// <summary>
    /// How long the parts of a media group are waited for after the last one came. Default 1 second; null turns
    /// grouping off.
    /// </summary>
    public TimeSpan? MediaGroupsDebounce { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long handlers may run on once the app stops. Default 30 s. The host's own limit
    /// (<c>HostOptions.ShutdownTimeout</c>) holds too, less the time that the rest of the stop takes; all bots of an
    /// app stop at the same time.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether the app starts without the bot when the bot cannot start, while the start is tried again in the
    /// background, after 5 s and then after twice as long each time, up to a minute. Updates are answered 503
    /// meanwhile, and health checks say so. Default false: the app's start fails.
    /// </summary>
    public bool RetryStart { get; set; }

    /// <summary>What a configuration had that could not be read into this.</summary>
    internal List<string> Unread { get; } = [];

    /// <summary>A short description without a secret.</summary>
    public override string ToString() => $"TelegramBotSettings {{ Token = {(string.IsNullOrEmpty(Token) ? "none" : "set")}, Inbox = {Inbox}, Webhook = {Webhook} }}";
}
