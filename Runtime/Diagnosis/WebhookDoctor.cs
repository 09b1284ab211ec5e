using System.Buffers.Text;
using System.Net;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Examines a webhook in the order in which an update travels: 1. what Telegram says, 2. DNS, 3. the port, 4. TLS, 5.
/// path and secret token. Where a step fails, those behind it are not tried, for Telegram does not get so far either.
/// </summary>
internal sealed class WebhookDoctor(TelegramBot bot, WebhookExaminationOptions options)
{
    public async Task<WebhookExamination> Examine(WebhookExpectation? expected, CancellationToken cancellationToken)
    {
        // Only the one call derives a secret; of a webhook that is just looked at nobody knows it.
        var secret = expected is null ? null : expected.SecretToken ?? Base64Url.EncodeToString(bot.Sign(expected.Url));
        var findings = new FindingList(bot.Redact(secret));
        var now = bot.TimeProvider.GetUtcNow();
        var info = await Ask(findings, cancellationToken).ConfigureAwait(false);
        if (info is not null)
            RegisteredFindings.Judge(info, expected, waitingSince: null, now, findings);

        var url = expected?.Url ?? info?.Url;
        if (options.TryConnection && url?.Length > 0)
            await Connect(url, expected, info, secret, now, findings, cancellationToken).ConfigureAwait(false);
        return new WebhookExamination(info, findings.All);
    }

    private async Task<WebhookInfo?> Ask(FindingList findings, CancellationToken cancellationToken)
    {
        try
        {
            return await bot.GetWebhookInfo(cancellationToken).ConfigureAwait(false);
        }
        catch (BotApiException failure)
        {
            TelegramFindings.Judge(failure, bot, findings);
        }

        return null;
    }

    private async Task Connect(
        string address, WebhookExpectation? expected, WebhookInfo? info, string? secret, DateTimeOffset now, FindingList findings, CancellationToken cancellationToken)
    {
        var (url, reason) = TelegramUrl.Parse(address);
        if (url is null)
        {
            findings.Add("webhook.url", FindingSeverity.Error, "The webhook's URL cannot be used.",
                $"Telegram does not take it: {reason}.", "Give it as https://host[:port]/path.");
            return;
        }

        if (await FindAddress(url, expected, info, findings, cancellationToken).ConfigureAwait(false) is not { } ip)
            return;
        var connection = new WebhookConnection(url, ip, options.Timeout);
        if (!await PortFindings.Examine(connection, findings, cancellationToken).ConfigureAwait(false))
            return;
        var isUploadUnknown = expected?.CertificatePem is null && info?.HasCustomCertificate == true;
        var isTrusted = !url.IsHttps
            || await TlsFindings.Examine(connection, expected?.CertificatePem, isUploadUnknown, now, findings, cancellationToken).ConfigureAwait(false);
        if (isTrusted)
        {
            // Whether Telegram would trust what is served is not known then, and the secret is for nobody else.
            await EndpointFindings.Examine(connection, isUploadUnknown ? null : secret, findings, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IPAddress?> FindAddress(
        TelegramUrl url, WebhookExpectation? expected, WebhookInfo? info, FindingList findings, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(expected?.IpAddress, out var fixedAddress))
            return fixedAddress;
        if (url.Address is { } literal)
            return literal;
        var found = await HostFindings.Examine(
            url.Host, bot.IsTelegramCloud, info?.IpAddress, options.Lookup, options.Timeout, findings,
            cancellationToken).ConfigureAwait(false);
        return Array.Find(found, a => !ReservedAddresses.Contain(a)) ?? (found.Length > 0 ? found[0] : null);
    }
}
