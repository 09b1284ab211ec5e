using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

public sealed partial class WebhookServer
{
    /// <summary>Listens for updates without a bot: nothing is registered at Telegram.</summary>
    /// <param name="port">The port to listen on; 0 for any free one, which <see cref="Urls"/> tells.</param>
    /// <param name="host">The address to listen on: "0.0.0.0" for all, "127.0.0.1" behind a proxy on the same
    /// machine.</param>
    /// <param name="subroute">The path to listen on; null for the root. The leading slash is optional, a trailing one
    /// matches too.</param>
    /// <param name="privateKeyConfig">The TLS key; null to listen in plain HTTP, for a proxy that speaks TLS.</param>
    /// <param name="onError">Called with everything that goes wrong, the receiver's own exceptions included; from
    /// several threads at once. What it throws is logged and goes no further.</param>
    /// <param name="receiver">Your code: handles one update, for several chats at once, in order within a chat (an
    /// album when it is complete).</param>
    /// <param name="options">Everything else; null for the defaults. Without a secret token any sender is
    /// accepted.</param>
    /// <param name="cancellationToken">Cancels the start. It does not stop a running server.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="WebhookStartException">An argument is wrong, the port is taken, or the inbox cannot be opened;
    /// nothing stays open.</exception>
    /// <exception cref="WebhookKeyStoreException">The key cannot be used; nothing stays open.</exception>
    public static Task<WebhookServer> StartListenWebhooks(
        int port,
        string host,
        string? subroute,
        WebhookPrivateKeyConfig? privateKeyConfig,
        Action<WebhookException>? onError,
        UpdateReceiver receiver,
        WebhookServerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return WebhookStart.Run(new WebhookTarget(port, host, subroute, privateKeyConfig, onError, receiver), options,
            null, null, cancellationToken);
    }
}
