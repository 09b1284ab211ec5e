using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime;

/// <summary>The doctor: finds out why updates do not come.</summary>
public static class WebhookExaminationExtensions
{
    /// <summary>
    /// Examines the bot's webhook: what Telegram says of it against what was asked for, DNS, the port, TLS as Telegram
    /// verifies it, the certificate, the path and the secret token. Changes nothing, and no handler sees anything of
    /// it.
    /// </summary>
    /// <param name="bot">The bot.</param>
    /// <param name="expected">What the webhook should be like; null to examine it as it is registered.</param>
    /// <param name="options">How far to go; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <returns>What was found. That Telegram could not be asked is a finding, too.</returns>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    /// <remarks>
    /// The server must run for the connection to be tried. It is tried from this machine, and Telegram's view may
    /// differ: such findings are marked <see cref="FindingCertainty.Likely"/>. The secret token is sent only to a
    /// server whose certificate Telegram would accept.
    /// </remarks>
    public static Task<WebhookExamination> ExamineWebhook(
        this TelegramBot bot, WebhookExpectation? expected = null, WebhookExaminationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        options ??= new WebhookExaminationOptions();
        options.Validate();
        return new WebhookDoctor(bot, options).Examine(expected, cancellationToken);
    }

    /// <summary>
    /// Judges whether Telegram would accept a key's certificate for a host, as its client does. Reads files only;
    /// connects to nobody.
    /// </summary>
    /// <param name="key">The key. <see cref="WebhookPrivateKeyConfig.SelfSigned"/> is examined as it would be
    /// made.</param>
    /// <param name="hostOrUrl">The host of the webhook's URL, or the URL.</param>
    /// <param name="timeProvider">The clock that validity is checked against; null for the system's.</param>
    /// <exception cref="ArgumentException"><paramref name="hostOrUrl"/> is nothing that Telegram takes.</exception>
    /// <exception cref="WebhookKeyStoreException">The key or certificate cannot be used by any server.</exception>
    public static WebhookKeyExamination ExamineFor(
        this WebhookPrivateKeyConfig key, string hostOrUrl, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(hostOrUrl);
        var (url, reason) = TelegramUrl.Parse(hostOrUrl);
        if (url is null)
            throw new ArgumentException($"'{hostOrUrl}' is no host that Telegram takes: {reason}.", nameof(hostOrUrl));
        var time = timeProvider ?? TimeProvider.System;
        using var certificate = ServerCertificate.Load(key.Source, time);
        using var served = new ServedChain(certificate);
        var needsUpload = certificate.NeedsUpload(time.GetUtcNow());
        var findings = new FindingList(Redaction.OfTokens);
        var isAccepted = TlsFindings.Judge(url, served, needsUpload ? certificate.PublicCertificatePem : null, isUploadUnknown: false, time.GetUtcNow(), findings);
        return new WebhookKeyExamination(isAccepted, needsUpload, certificate.PublicCertificatePem,
            [.. findings.All.OrderByDescending(finding => finding.Severity)]);
    }
}
