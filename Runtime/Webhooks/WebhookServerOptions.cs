using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// How a webhook server receives, keeps and hands on updates. Every member has a default that suits most bots.
/// </summary>
/// <remarks>Not a record, because it may hold the secret token; <see cref="ToString"/> never shows it.</remarks>
public sealed class WebhookServerOptions
{
    /// <summary>
    /// Where updates are kept between the answer to Telegram and your receiver. Default: <c>UpdateInbox.Sqlite()</c> at
    /// <c>.telegram/&lt;bot id or listen port&gt;.db</c> below the working directory; without a bot, on a Unix socket
    /// or with a shared <see cref="Listener"/>, the name has a hash of the socket's path or of the sub-route. Its path
    /// must not contain a bot token.
    /// </summary>
    public UpdateInbox? Inbox { get; set; }

    /// <summary>
    /// What Telegram sends as <c>X-Telegram-Bot-Api-Secret-Token</c>: 1 to 256 characters of A-Z, a-z, 0-9, _ and -.
    /// Default: the one of the <c>SetWebhook</c> request; if that has none either, one derived from bot token and URL.
    /// Without a bot there is no default, and any sender is accepted.
    /// </summary>
    public string? SecretToken { get; set; }

    /// <summary>
    /// Whether a proxy in front of the server speaks TLS with Telegram, with a certificate of its own, while
    /// <c>privateKeyConfig</c> is for the way from the proxy to the server. Default: false. If true, a self-signed
    /// certificate is not uploaded by itself, and the key is not compared with the URL and with the certificate that
    /// the <c>SetWebhook</c> request uploads. Without <c>privateKeyConfig</c> it changes nothing.
    /// </summary>
    public bool TlsEndsAtProxy { get; set; }

    /// <summary>
    /// The networks that updates may come from; others get 403. Default: null, which allows all; an empty list is
    /// refused. <see cref="TelegramNetworks.All"/> has Telegram's own. Behind a proxy name the proxy in
    /// <see cref="TrustedProxies"/>, or every update comes from the proxy's address.
    /// </summary>
    public IReadOnlyList<IPNetwork>? AllowedNetworks { get; set; }

    /// <summary>
    /// The networks of the proxies in front of the server. From these, and through several of them, the sender's
    /// address is taken from <c>X-Forwarded-For</c>; from anybody else the header counts for nothing. Default: null, no
    /// proxy. On a Unix socket whoever connects is a proxy.
    /// </summary>
    public IReadOnlyList<IPNetwork>? TrustedProxies { get; set; }

    /// <summary>
    /// How many connections may be open at once; further ones are closed at once. Default 1000, at least 1. Telegram
    /// opens as many as <c>max_connections</c> of <c>setWebhook</c> says, 40 by default.
    /// </summary>
    public int MaxConnections { get; set; } = 1000;

    /// <summary>
    /// The largest body accepted, in bytes. Default 1 MiB; Telegram sends at most some 512 KiB. At least 1 KiB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of bodies may be in memory at once, while they are received and until they are kept, or with
    /// <c>UpdateInbox.None</c> handled; what does not fit is answered 503. Default 64 MiB. At least
    /// <see cref="MaxBodyBytes"/>.
    /// </summary>
    public long MaxBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long the parts of a media group are waited for after the last one came. Default 1000 ms; null turns grouping
    /// off.
    /// </summary>
    public TimeSpan? MediaGroupsDebounce { get; set; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>How updates are handed to the receiver: how many at once, how often, how long apart.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>How long handlers may run on once the server is told to stop. Default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where logs go. Default: the bot's, else the console at level Information.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>
    /// The port that this server shares with those of other bots. Default: null, a port of its own. See
    /// <see cref="WebhookListener"/>.
    /// </summary>
    public WebhookListener? Listener { get; set; }

    /// <summary>
    /// Where a GET is answered how the bot is: 200 while it takes updates, 503 while it does not, and the reasons as
    /// JSON (docs/health.md). Default: null, nowhere. Whoever reaches the port can read it; it names no secret and no
    /// path. It asks Telegram at most every 15 s, however often it is asked.
    /// </summary>
    public string? HealthPath { get; set; }

    /// <summary>A last word on Kestrel, applied after the runtime's own settings.</summary>
    public Action<KestrelServerOptions>? ConfigureKestrel { get; set; }

    /// <summary>How the webhook's host is looked up before a registration. Default: the system's resolver.</summary>
    internal Diagnosis.HostLookup Lookup { get; init; } = Diagnosis.HostLookups.System;

    /// <summary>
    /// Whether a public authority vouches for a renewed certificate. Default: whether this machine trusts it.
    /// </summary>
    internal Func<Tls.ServerCertificate, DateTimeOffset, bool> IsPublic { get; init; } =
        static (certificate, now) => certificate.IsTrustedBySystem(now);

    /// <summary>A short description without the secret token.</summary>
    public override string ToString() =>
        $"WebhookServerOptions {{ Inbox = {Inbox}, SecretToken = {(SecretToken is null ? "none" : "set")}, MaxBodyBytes = {MaxBodyBytes} }}";
}
