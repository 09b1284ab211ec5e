namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Whether Telegram would accept a key's certificate for a host. Immutable; holds no secret.</summary>
public sealed class WebhookKeyExamination
{
    internal WebhookKeyExamination(
        bool isAccepted, bool needsUpload, string certificatePem, IReadOnlyList<WebhookFinding> findings) =>
        (IsAccepted, NeedsUpload, CertificatePem, Findings) = (isAccepted, needsUpload, certificatePem, findings);

    /// <summary>
    /// Whether Telegram's client would accept the certificate, once uploaded where <see cref="NeedsUpload"/> says so.
    /// </summary>
    public bool IsAccepted { get; }

    /// <summary>
    /// Whether Telegram must be given <see cref="CertificatePem"/> with <c>setWebhook</c>. The one call does so by
    /// itself.
    /// </summary>
    public bool NeedsUpload { get; }

    /// <summary>What to upload: the certificate, or the root it was issued from where that lies beside it.</summary>
    public string CertificatePem { get; }

    /// <summary>What is wrong, or soon will be, the gravest first; empty when there is nothing.</summary>
    public IReadOnlyList<WebhookFinding> Findings { get; }
}
