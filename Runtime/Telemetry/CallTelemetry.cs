using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>What is measured of the calls of a bot.</summary>
internal static class CallTelemetry
{
    // One comes to an end every minute whether anything happens or not, and each would be a trace of its own.
    private const string WithoutSpan = "getUpdates";

    private static readonly Histogram<double> Duration = RuntimeTelemetry.Durations(
        "telegram.call.duration", "Calls of the Bot API over all their attempts, by method and outcome.");

    private static readonly Counter<long> Repeated = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.call.repeated", "{attempt}",
        "Attempts that failed and were followed by another one of the same call.");

    private static readonly Counter<long> NotRepeated = RuntimeTelemetry.Meter.CreateCounter<long>(
        "telegram.call.not_repeated", "{call}",
        "Calls and steps that an earlier attempt on the same update had made, and that were not made again.");

    private static readonly Histogram<double> LimitWait = RuntimeTelemetry.Durations(
        "telegram.call.limit.wait", "How long calls waited for their turn because of TelegramBotOptions.Limits.");

    /// <summary>Whether anybody measures calls.</summary>
    public static bool IsObserved => RuntimeTelemetry.IsObserved(Duration);

    /// <summary>Whether anybody measures how long calls wait for their turn.</summary>
    public static bool IsWaitObserved => RuntimeTelemetry.IsObserved(LimitWait);

    /// <summary>The span of a call; null when nobody wants it.</summary>
    public static Activity? Start(string method, CallTarget target)
    {
        if (!RuntimeTelemetry.HasSpans || method == WithoutSpan) return null;
        if (RuntimeTelemetry.Start(method, ActivityKind.Client) is not { } activity) return null;
        activity.SetTag(TelemetryTags.Method, method);
        activity.SetTag(TelemetryTags.BotId, target.BotId);
        activity.SetTag(TelemetryTags.ServerAddress, target.ServerAddress);
        activity.SetTag(TelemetryTags.ServerPort, target.ServerPort);
        activity.SetTag(TelemetryTags.RequestMethod, "POST");
        return activity;
    }

    /// <summary>A call has ended.</summary>
    /// <param name="activity">Its span.</param>
    /// <param name="method">Which.</param>
    /// <param name="target">Whose.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="attempts">How many attempts it took.</param>
    /// <param name="outcome">How it ended.</param>
    public static void Ended(
        Activity? activity, string method, CallTarget target, TimeSpan elapsed, int attempts, in CallOutcome outcome)
    {
        if (RuntimeTelemetry.IsObserved(Duration))
        {
            var tags = Tags(method, target);
            tags.Add(TelemetryTags.Outcome, outcome.Name);
            if (outcome.ErrorType is not null) tags.Add(TelemetryTags.ErrorType, outcome.ErrorType);
            if (outcome.StatusCode is { } status) tags.Add(TelemetryTags.StatusCode, status);
            Duration.Record(elapsed.TotalSeconds, tags);
        }

        if (activity is null) return;
        activity.SetTag(TelemetryTags.Outcome, outcome.Name);
        if (outcome.StatusCode is { } answered) activity.SetTag(TelemetryTags.StatusCode, answered);
        if (attempts > 1) activity.SetTag(TelemetryTags.ResendCount, attempts - 1);
        if (outcome.ErrorType is not null) RuntimeTelemetry.Fail(activity, outcome.ErrorType);
        activity.Dispose();
    }

    /// <summary>An attempt failed, and another one follows.</summary>
    public static void CountRepeated(string method, CallTarget target, string? errorType)
    {
        if (!RuntimeTelemetry.IsObserved(Repeated)) return;
        var tags = Tags(method, target);
        if (errorType is not null) tags.Add(TelemetryTags.ErrorType, errorType);
        Repeated.Add(1, tags);
    }

    /// <summary>A call, or a step, was made by an earlier attempt on the same update.</summary>
    public static void CountNotRepeated(string method, long? botId)
    {
        if (!RuntimeTelemetry.IsObserved(NotRepeated)) return;
        var tags = default(TagList);
        tags.Add(TelemetryTags.Method, method);
        if (botId is { } id) tags.Add(TelemetryTags.BotId, id);
        NotRepeated.Add(1, tags);
    }

    /// <summary>A call has its turn, or has given up waiting for it.</summary>
    public static void MeasureWait(string method, CallTarget target, TimeSpan waited)
    {
        if (IsWaitObserved) LimitWait.Record(waited.TotalSeconds, Tags(method, target));
    }

    private static TagList Tags(string method, CallTarget target)
    {
        var tags = default(TagList);
        tags.Add(TelemetryTags.Method, method);
        tags.Add(TelemetryTags.BotId, target.BotId);
        return tags;
    }
}
