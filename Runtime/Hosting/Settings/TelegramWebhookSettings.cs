using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>The webhook of a hosted bot: what Telegram is told, and what is accepted.</summary>
/// <remarks>Not a record: it may hold the secret token.</remarks>
public sealed class TelegramWebhookSettings
{
    /// <summary>
    /// Where Telegram posts updates, such as <c>https://bot.example.org/telegram</c>; without a scheme it gets
    /// <c>https://</c>. Required.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// The path that is listened on, where a proxy or <c>UsePathBase</c> makes it another than the URL's. Default null:
    /// the URL's.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// What Telegram sends as <c>X-Telegram-Bot-Api-Secret-Token</c>: 1 to 256 characters of A-Z, a-z, 0-9, _ and -.
    /// Default null: one derived from bot token and URL, the same at every start and on every instance.
    /// </summary>
    public string? SecretToken { get; set; }

    /// <summary>
    /// How many connections Telegram opens at once, 1 to 100. Default null: Telegram's own default, 40.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>
    /// The kinds of update to ask for, such as <c>message</c>. Default null: what the receiver's filter has subscribers
    /// for; with another receiver, what Telegram was asked for last. An empty list: Telegram's default set.
    /// </summary>
    public IReadOnlyList<string>? AllowedUpdates { get; set; }

    /// <summary>
    /// The path of a PEM certificate that Telegram is to trust, for a server or proxy whose certificate is self-signed.
    /// Default null: none.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>The address to post to, instead of what DNS says. Default null.</summary>
    public string? IpAddress { get; set; }

    /// <summary>
    /// Whether updates that wait at Telegram, or were left by earlier runs, are dropped at the start. Default false.
    /// </summary>
    public bool DropPendingUpdates { get; set; }

    /// <summary>
    /// The networks that updates may come from, as <c>149.154.160.0/20</c>, or <c>telegram</c> for Telegram's own;
    /// others get 403. Default null, which allows all; an empty list is refused. Behind a proxy apply forwarded headers
    /// first.
    /// </summary>
    public IReadOnlyList<string>? AllowedNetworks { get; set; }

    /// <summary>The largest body accepted, in bytes. Default 1 MiB. At least 1 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of bodies may be in memory at once. Default 64 MiB. At least <see cref="MaxBodyBytes"/>.
    /// </summary>
    public long MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>The URL with its path masked; never the secret token.</summary>
    public override string ToString() => Url is null ? "none" : WebhookUrl.Masked(Url);
}
