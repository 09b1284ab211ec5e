using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What is measured of requests that are refused.</summary>
internal static class RefusalTelemetry
{
    private static readonly Counter<long> Refused = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.request.refused", "{request}",
        "Requests, and connections, that were refused before an update was taken, by reason.");

    /// <param name="reason">Why, in snake case.</param>
    /// <param name="status">What was answered; null for a connection that is closed without an answer.</param>
    public static void Count(string reason, int? status)
    {
        if (!RuntimeTelemetry.IsObserved(Refused)) return;
        var tags = default(TagList);
        tags.Add(TelemetryTags.Reason, reason);
        if (status is { } answered) tags.Add(TelemetryTags.StatusCode, answered);
        Refused.Add(1, tags);
    }
}
