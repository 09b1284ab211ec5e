using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What is measured of updates that come in.</summary>
internal static class ReceiveTelemetry
{
    private const string Receive = "receive";

    private static readonly Counter<long> Received = RuntimeTelemetry.Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}",
        "Updates that came in, by kind and by what they are answered.");

    private static readonly Histogram<double> Duration = RuntimeTelemetry.Durations(
        "messaging.client.operation.duration",
        "From a body that is read to its answer: with an inbox until it is kept, without one until it is handled.");

    /// <summary>Whether anybody wants to know.</summary>
    public static bool IsObserved =>
        RuntimeTelemetry.IsObserved(Received) || RuntimeTelemetry.IsObserved(Duration) || RuntimeTelemetry.HasSpans;

    /// <summary>The span of one update; null when nobody wants it.</summary>
    public static Activity? Start(in UpdateFacts update)
    {
        if (Start($"{Receive} {update.Kind}") is not { } activity) return null;
        update.AddTo(activity);
        return activity;
    }

    /// <summary>The span of several updates that came in one answer; null when nobody wants it.</summary>
    public static Activity? StartBatch(int count, object? botId)
    {
        if (Start(Receive) is not { } activity) return null;
        activity.SetTag(TelemetryTags.System, TelemetryTags.SystemName);
        activity.SetTag(TelemetryTags.MessageCount, count);
        if (botId is not null) activity.SetTag(TelemetryTags.BotId, botId);
        return activity;
    }

    /// <summary>Ends a span.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="outcome">How it went.</param>
    /// <param name="isFailure">Whether the sender has to come again.</param>
    public static void End(Activity? activity, string outcome, bool isFailure)
    {
        if (activity is null) return;
        activity.SetTag(TelemetryTags.Outcome, outcome);
        if (isFailure) RuntimeTelemetry.Fail(activity, outcome);
        activity.Dispose();
    }

    /// <summary>Counts an update that came in.</summary>
    public static void Count(in UpdateFacts update, string outcome)
    {
        if (!RuntimeTelemetry.IsObserved(Received)) return;
        var tags = Tags(update, outcome);
        Received.Add(1, tags);
    }

    /// <summary>Measures how long taking an update took.</summary>
    public static void Measure(TimeSpan elapsed, in UpdateFacts update, string outcome, bool isFailure)
    {
        if (!RuntimeTelemetry.IsObserved(Duration)) return;
        var tags = Tags(update, outcome);
        if (isFailure) tags.Add(TelemetryTags.ErrorType, outcome);
        Duration.Record(elapsed.TotalSeconds, tags);
    }

    private static Activity? Start(string name)
    {
        if (RuntimeTelemetry.Start(name, ActivityKind.Consumer) is not { } activity) return null;
        activity.SetTag(TelemetryTags.Operation, Receive);
        activity.SetTag(TelemetryTags.OperationType, Receive);
        return activity;
    }

    private static TagList Tags(in UpdateFacts update, string outcome)
    {
        var tags = default(TagList);
        tags.Add(TelemetryTags.System, TelemetryTags.SystemName);
        tags.Add(TelemetryTags.Operation, Receive);
        tags.Add(TelemetryTags.Outcome, outcome);
        update.AddTo(ref tags);
        return tags;
    }
}
