using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>The one call.</summary>
public static class WebhookBotExtensions
{
    /// <summary>Registers the webhook at Telegram, certificate upload included, and serves it.</summary>
    /// <param name="bot">The bot whose updates are wanted.</param>
    /// <param name="port">The port to listen on; 0 for any free one. It need not be the URL's port, behind a proxy for
    /// instance.</param>
    /// <param name="host">The address to listen on: "0.0.0.0" for all, "127.0.0.1" behind a proxy on the same
    /// machine.</param>
    /// <param name="subroute">The path to listen on; null for the root. The leading slash is optional, a trailing one
    /// matches too.</param>
    /// <param name="setWebhook">
    /// What Telegram is told. Left out there: the secret token is derived from bot token and URL;
    /// <c>allowed_updates</c> is taken from the receiver's filter, if it has one; the public part of a self-signed key
    /// is uploaded.
    /// </param>
    /// <param name="privateKeyConfig">The TLS key; null to listen in plain HTTP, for a proxy that speaks TLS.</param>
    /// <param name="onError">Called with everything that goes wrong, the receiver's own exceptions included; from
    /// several threads at once. What it throws is logged and goes no further.</param>
    /// <param name="receiver">Your code: handles one update, for several chats at once, in order within a chat (an
    /// album when it is complete).</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start. It does not stop a running server.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="WebhookStartException">
    /// An argument is wrong, Telegram would refuse the registration, the port is taken, or the inbox cannot be opened:
    /// Telegram has not been called. All that can be known beforehand is listed at once. Or the server could not be
    /// started after the registration, for example because <see cref="WebhookServerOptions.ConfigureKestrel"/> threw:
    /// the message then says that the webhook stays registered. Nothing stays open. The base of the other two.
    /// </exception>
    /// <exception cref="WebhookKeyStoreException">Only the key cannot be used. Telegram has not been called, and
    /// nothing stays open.</exception>
    /// <exception cref="WebhookRegistrationException">Telegram refused the registration, or could not be reached; the
    /// cause is the inner exception. Nothing stays open.</exception>
    public static Task<WebhookServer> SetWebhookInfoAndStartListenWebhooks(
        this TelegramBot bot,
        int port,
        string host,
        string? subroute,
        SetWebhook setWebhook,
        WebhookPrivateKeyConfig? privateKeyConfig,
        Action<WebhookException>? onError,
        UpdateReceiver receiver,
        WebhookServerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(setWebhook);
        ArgumentNullException.ThrowIfNull(receiver);
        return WebhookStart.Run(new WebhookTarget(port, host, subroute, privateKeyConfig, onError, receiver), options,
            bot, setWebhook, cancellationToken);
    }
}
