using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What is measured of the handling of updates.</summary>
internal static class HandleTelemetry
{
    private const string Handle = "handle";

    private static readonly Histogram<double> Duration = RuntimeTelemetry.Durations(
        "messaging.process.duration", "How long the receiver took over one attempt.");

    private static readonly Histogram<double> Lag = RuntimeTelemetry.Durations(
        "telegram.update.lag", "From the moment an update came in to the beginning of its first attempt.");

    private static readonly Counter<long> Handled = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.update.handled", "{update}", "Attempts that ended, by kind and by what became of the update.");

    private static readonly Counter<long> Expired = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.update.expired", "{update}",
        "Queries that were not handled because they waited longer than Telegram takes an answer.");

    private static readonly Counter<long> Slow = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.handler.slow", "{handler}", "Handlers that ran longer than DeliveryOptions.WarnAfter.");

    /// <summary>Whether anybody wants to know of an attempt itself.</summary>
    public static bool IsObserved =>
        RuntimeTelemetry.IsObserved(Duration) || RuntimeTelemetry.IsObserved(Lag) || RuntimeTelemetry.HasSpans;

    /// <summary>The span of an attempt; null when nobody wants it.</summary>
    /// <param name="update">The update.</param>
    /// <param name="attempt">Which attempt, from 1.</param>
    /// <param name="isRoot">Whether it is handled apart from the request that brought it.</param>
    /// <param name="links">Where it came in.</param>
    public static Activity? Start(in UpdateFacts update, int attempt, bool isRoot, IEnumerable<ActivityLink>? links)
    {
        if (!RuntimeTelemetry.HasSpans) return null;
        if (RuntimeTelemetry.Start($"{Handle} {update.Kind}", ActivityKind.Consumer, isRoot, links) is not { } activity)
            return null;
        activity.SetTag(TelemetryTags.Operation, Handle);
        activity.SetTag(TelemetryTags.OperationType, "process");
        activity.SetTag(TelemetryTags.AttemptNumber, attempt);
        update.AddTo(activity);
        return activity;
    }

    /// <summary>Measures how long an update waited for its first attempt.</summary>
    public static void Begun(in UpdateFacts update, TimeSpan lag)
    {
        if (!RuntimeTelemetry.IsObserved(Lag)) return;
        var tags = default(TagList);
        update.AddTo(ref tags);
        Lag.Record(Math.Max(0, lag.TotalSeconds), tags);
    }

    /// <summary>The receiver has returned or thrown.</summary>
    public static void Ended(Activity? activity, in UpdateFacts update, TimeSpan elapsed, Exception? failure)
    {
        if (RuntimeTelemetry.IsObserved(Duration))
        {
            var tags = default(TagList);
            tags.Add(TelemetryTags.System, TelemetryTags.SystemName);
            tags.Add(TelemetryTags.Operation, Handle);
            update.AddTo(ref tags);
            if (failure is not null) tags.Add(TelemetryTags.ErrorType, RuntimeTelemetry.NameOf(failure));
            Duration.Record(elapsed.TotalSeconds, tags);
        }

        if (failure is not null) RuntimeTelemetry.Fail(activity, RuntimeTelemetry.NameOf(failure));
        activity?.Dispose();
    }

    /// <summary>What became of an update after an attempt.</summary>
    public static void CountHandled(string kind, object? botId, string outcome)
    {
        if (!RuntimeTelemetry.IsObserved(Handled)) return;
        var tags = default(TagList);
        tags.Add(TelemetryTags.Outcome, outcome);
        new UpdateFacts(null, kind, botId).AddTo(ref tags);
        Handled.Add(1, tags);
    }

    /// <summary>A query is not handled, for nobody waits for the answer any more.</summary>
    public static void CountExpired(string kind, long? botId)
    {
        if (!RuntimeTelemetry.IsObserved(Expired)) return;
        var tags = default(TagList);
        new UpdateFacts(null, kind, botId).AddTo(ref tags);
        Expired.Add(1, tags);
    }

    /// <summary>A handler takes long; once for each.</summary>
    public static void CountSlow(string kind)
    {
        if (!RuntimeTelemetry.IsObserved(Slow)) return;
        Slow.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Kind, kind));
    }
}
