using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// How a running bot is. Immutable. No text of it shows a bot token, a secret token or the path of the webhook.
/// </summary>
public sealed class BotHealth
{
    internal BotHealth(IReadOnlyList<WebhookFinding> findings)
    {
        Findings = [.. findings.Where(finding => finding.Severity != FindingSeverity.Information).OrderByDescending(StatusRank).ThenByDescending(finding => finding.Severity)];
        Status = Findings.Count == 0 ? HealthStatus.Healthy : HealthPolicy.StatusOf(Findings[0]);
    }

    /// <summary>
    /// Unhealthy when no updates are taken: the inbox cannot record, the webhook is another program's, the certificate
    /// has ended, the bot does not run. Degraded when something is wrong or soon will be. Otherwise healthy.
    /// </summary>
    public HealthStatus Status { get; }

    /// <summary>The reasons, the gravest first; empty when it is healthy. docs/doctor.md lists them.</summary>
    public IReadOnlyList<WebhookFinding> Findings { get; }

    /// <summary>The status and the reasons' names.</summary>
    public override string ToString() => Findings.Count == 0 ? Status.ToString() : $"{Status}: {string.Join(", ", Findings.Select(finding => finding.Id))}";

    private static int StatusRank(WebhookFinding finding) =>
        HealthPolicy.StatusOf(finding) == HealthStatus.Unhealthy ? 1 : 0;
}
