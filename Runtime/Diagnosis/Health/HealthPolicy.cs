using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// What a finding says of the health of a bot. A policy is a value: what is named here means that no updates are taken;
/// everything else is less.
/// </summary>
internal static class HealthPolicy
{
    public static IReadOnlyList<string> Unhealthy { get; } =
        ["bot.not-running", "inbox.unavailable", "webhook.missing", "webhook.taken-over", "telegram.refused",
            "tls.expired", "tls.not-yet-valid"];

    public static HealthStatus StatusOf(WebhookFinding finding) =>
        finding.Severity == FindingSeverity.Information ? HealthStatus.Healthy
        : Unhealthy.Contains(finding.Id) ? HealthStatus.Unhealthy
        : HealthStatus.Degraded;
}
