using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What is read when somebody looks: inboxes, running handlers, certificates.</summary>
internal static class StateTelemetry
{
    private static readonly ObservedSet<InboxReading> Inboxes = new();
    private static readonly ObservedSet<int> Handlers = new();
    private static readonly ObservedSet<double> Certificates = new();

    // Made with the class, and held by the meter.
    private static readonly Instrument[] All =
    [
        RuntimeTelemetry.Meter.CreateObservableUpDownCounter(
            "telegram.inbox.pending", () => Inboxes.Measure(inbox => inbox.Pending), "{update}",
            "Updates in the inbox that are not done."),
        RuntimeTelemetry.Meter.CreateObservableUpDownCounter(
            "telegram.inbox.waiting", () => Inboxes.Measure(inbox => inbox.Waiting), "{update}",
            "Pending updates that failed and wait for their next attempt."),
        RuntimeTelemetry.Meter.CreateObservableUpDownCounter(
            "telegram.inbox.dead", () => Inboxes.Measure(inbox => inbox.Dead), "{update}",
            "Dead letters in the inbox."),
        RuntimeTelemetry.Meter.CreateObservableGauge(
            "telegram.inbox.oldest.age", () => Inboxes.Measure(inbox => inbox.OldestAge.TotalSeconds), "s",
            "How long ago the oldest pending update came in; 0 when there is none."),
        RuntimeTelemetry.Meter.CreateObservableUpDownCounter(
            "telegram.handler.running", () => Handlers.Measure(running => running), "{handler}", "Handlers that run."),
        RuntimeTelemetry.Meter.CreateObservableGauge(
            "telegram.certificate.remaining", () => Certificates.Measure(days => days), "d",
            "Days until the certificate that is served ends."),
    ];

    /// <summary>Whether anybody looks at inboxes, or at anything else that is read here.</summary>
    public static bool IsObserved => RuntimeTelemetry.IsObserved(All[0]);

    /// <param name="read">Reads it, at once; null when that is not possible now.</param>
    /// <param name="botId">The bot; null when it is not known.</param>
    /// <param name="name">What the inbox is named after.</param>
    public static IDisposable? ObserveInbox(Func<InboxReading?> read, object? botId, string name) =>
        !RuntimeTelemetry.IsOn ? null : Inboxes.Add(read, [.. Bot(botId), new KeyValuePair<string, object?>(TelemetryTags.InboxName, name)]);

    /// <param name="count">Counts those that run.</param>
    /// <param name="botId">The bot; null when it is not known.</param>
    /// <param name="name">What the inbox is named after.</param>
    public static IDisposable? ObserveHandlers(Func<int?> count, object? botId, string name) =>
        !RuntimeTelemetry.IsOn ? null : Handlers.Add(count, [.. Bot(botId), new KeyValuePair<string, object?>(TelemetryTags.InboxName, name)]);

    /// <param name="daysLeft">How many days are left.</param>
    /// <param name="subject">Whom the certificate is for.</param>
    public static IDisposable? ObserveCertificate(Func<double?> daysLeft, string subject) =>
        !RuntimeTelemetry.IsOn ? null : Certificates.Add(daysLeft, new KeyValuePair<string, object?>(TelemetryTags.CertificateSubject, subject));

    private static KeyValuePair<string, object?>[] Bot(object? botId) =>
        botId is null ? [] : [new(TelemetryTags.BotId, botId)];
}
