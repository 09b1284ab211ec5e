using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Registers one webhook again when the certificate that is served is renewed.</summary>
/// <param name="webhook">The webhook, which is registered.</param>
/// <param name="isPublic">Whether a public authority vouches for a certificate, as far as that can be known
/// here.</param>
internal sealed class CertificateRenewal(
    WebhookLifetime webhook, Func<ServerCertificate, DateTimeOffset, bool> isPublic)
{
    // What Telegram was given last; one is registered at a time.
    private ServerCertificate? _registered;

    /// <summary>Whether Telegram, which accepts the first, refuses the second until it is registered.</summary>
    public bool IsNeeded(ServerCertificate old, ServerCertificate next) => webhook.MustRegister(old, next);

    /// <summary>Registers it, unless it was the last time.</summary>
    /// <exception cref="WebhookStartException">Telegram would refuse the call, or the certificate; the call was not
    /// made.</exception>
    /// <exception cref="ApiRequestException">Telegram refused.</exception>
    /// <exception cref="BotApiConnectionException">Telegram could not be reached.</exception>
    public async Task Register(ServerCertificate renewed, CancellationToken cancellationToken)
    {
        if (_registered == renewed)
            return;
        await webhook.RegisterRenewed(renewed, isPublic, cancellationToken).ConfigureAwait(false);
        _registered = renewed;
    }
}
