using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telegram.Webhooks.Runtime.Telemetry;

/// <summary>The process's one meter and one activity source.</summary>
internal static class RuntimeTelemetry
{
    public const string Switch = TelegramTelemetry.Name + ".Telemetry";

    // Read once, so that the compiler leaves out what is turned off.
    public static readonly bool IsOn = !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>
    /// In seconds: from a commit to a handler that hangs. The messaging conventions ask for what is up to 10 s.
    /// </summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300, 3600],
    };

    public static Meter Meter { get; } = new(TelegramTelemetry.Name);

    private static ActivitySource Source { get; } = new(TelegramTelemetry.Name);

    public static bool HasSpans => IsOn && Source.HasListeners();

    public static bool IsObserved(Instrument instrument) => IsOn && instrument.Enabled;

    public static Histogram<double> Durations(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    /// <summary>
    /// Begins a span and makes it the current one of the calling asynchronous method; null when nobody wants it.
    /// </summary>
    /// <param name="name">What is done to what: few different ones.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="isRoot">Whether what is current here is none of its causes.</param>
    /// <param name="links">Its causes.</param>
    public static Activity? Start(
        string name, ActivityKind kind, bool isRoot = false, IEnumerable<ActivityLink>? links = null)
    {
        if (!HasSpans) return null;
        // ASP.NET Core makes an activity for its logs, too, which nobody records: as a parent it would keep this one
        // from being recorded.
        if (isRoot || Activity.Current is { Recorded: false, IsAllDataRequested: false }) Activity.Current = null;
        return Source.StartActivity(name, kind, parentContext: default, tags: null, links);
    }

    /// <summary>Marks a span as failed. Neither the error's text nor its stack: both may quote people.</summary>
    public static void Fail(Activity? activity, string errorType)
    {
        if (activity is null) return;
        activity.SetTag(TelemetryTags.ErrorType, errorType);
        activity.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>What an error is called in <c>error.type</c>.</summary>
    public static string NameOf(Exception error) => error.GetType().FullName ?? error.GetType().Name;
}
