using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What an examination of a webhook found. Immutable.</summary>
public sealed class WebhookExamination
{
    internal WebhookExamination(WebhookInfo? info, IReadOnlyList<WebhookFinding> findings)
    {
        Info = info;
        Findings = [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>
    /// What Telegram says of the webhook, as it says it; null when Telegram could not be asked. Its URL may hold
    /// secrets.
    /// </summary>
    public WebhookInfo? Info { get; }

    /// <summary>What was found, the gravest first; empty when everything is as it should be.</summary>
    public IReadOnlyList<WebhookFinding> Findings { get; }

    /// <summary>Whether nothing graver than <see cref="FindingSeverity.Information"/> was found.</summary>
    public bool IsHealthy => Findings.All(finding => finding.Severity == FindingSeverity.Information);

    /// <summary>Every finding on a line of its own.</summary>
    public override string ToString() =>
        Findings.Count == 0 ? "The webhook is as it should be." : string.Join(Environment.NewLine, Findings);
}
