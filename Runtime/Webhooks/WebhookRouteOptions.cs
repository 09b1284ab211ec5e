using System.Net;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// The part of <see cref="WebhookServerOptions"/> that a route in an existing ASP.NET Core app can use.
/// </summary>
/// <remarks>Logging and the clock are the app's. Not a record, because it may hold the secret token.</remarks>
public sealed class WebhookRouteOptions
{
    /// <summary>
    /// Where updates are kept between the answer to Telegram and your receiver. Default: <c>UpdateInbox.Sqlite()</c> at
    /// <c>.telegram/route-&lt;a hash of the route's path&gt;.db</c> below the working directory (<c>root.db</c> for the
    /// root): no two routes have the same, and the name does not show the path. A path of one's own must not contain a
    /// bot token.
    /// </summary>
    public UpdateInbox? Inbox { get; set; }

    /// <summary>
    /// What Telegram sends as <c>X-Telegram-Bot-Api-Secret-Token</c>. Default: none, so any sender is accepted.
    /// </summary>
    public string? SecretToken { get; set; }

    /// <summary>
    /// The networks that updates may come from; others get 403. Default: null, which allows all; an empty list is
    /// refused.
    /// </summary>
    public IReadOnlyList<IPNetwork>? AllowedNetworks { get; set; }

    /// <summary>The largest body accepted, in bytes. Default 1 MiB. At least 1 KiB.</summary>
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

    /// <summary>
    /// How long handlers may run on once the app stops. Default 30 s; the host's own limit applies too.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A short description without the secret token.</summary>
    public override string ToString() =>
        $"WebhookRouteOptions {{ Inbox = {Inbox}, SecretToken = {(SecretToken is null ? "none" : "set")}, MaxBodyBytes = {MaxBodyBytes} }}";
}
