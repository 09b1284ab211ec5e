using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>
/// Records what the runtime exports, as a program with OpenTelemetry does: in memory, and as text by the console
/// exporter.
/// </summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly SpanList _spans = new();
    private readonly StringWriter _console = new(CultureInfo.InvariantCulture);
    private readonly TextWriter _before = Console.Out;
    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    public TelemetryRecorder()
    {
        Console.SetOut(TextWriter.Synchronized(_console));
        _meters = Sdk.CreateMeterProviderBuilder().AddMeter(TelegramTelemetry.Name).AddInMemoryExporter(_metrics)
            .AddConsoleExporter().Build();
        // Beside what HTTP clients and servers say of themselves: with the bot's own client nothing, for its URLs hold
        // the token.
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(TelegramTelemetry.Name, "System.Net.Http")
            .AddInMemoryExporter(_spans).AddConsoleExporter().Build();
    }

    /// <summary>The spans that have ended, in that order.</summary>
    public IReadOnlyList<Activity> Spans => _spans.All;

    /// <summary>Everything that was exported, as text.</summary>
    public string Text
    {
        get
        {
            Collect();
            lock (_console)
                return _console + string.Join('\n', Spans.SelectMany(span => span.TagObjects.Select(tag => $"{span.DisplayName} {tag.Key}={tag.Value}")));
        }
    }

    public IReadOnlyList<MetricPointRead> Points(string instrument) =>
        [.. Collect().Where(point => point.Instrument == instrument)];

    /// <summary>The one value of an instrument with these tags; a histogram's is its count.</summary>
    public double Value(string instrument, params (string Key, object Value)[] tags) =>
        Points(instrument).Where(point => Array.TrueForAll(tags, tag => point.Tags.TryGetValue(tag.Key, out var value) && Equals(value, tag.Value))).Sum(point => point.Value);

    /// <summary>All points as they stand now.</summary>
    public IReadOnlyList<MetricPointRead> Collect()
    {
        lock (_metrics)
        {
            _metrics.Clear();
            _meters.ForceFlush();
            return [.. _metrics.SelectMany(MetricPointRead.Of)];
        }
    }

    /// <summary>Waits for what an exporter gets a moment after it can be seen elsewhere.</summary>
    public static async Task Until(Func<bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(RealTime.Patience));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
        Console.SetOut(_before);
        _console.Dispose();
    }

    /// <summary>Exporters add from many threads.</summary>
    private sealed class SpanList : ICollection<Activity>
    {
        private readonly List<Activity> _all = [];

        public IReadOnlyList<Activity> All
        {
            get
            {
                lock (_all) return [.. _all];
            }
        }

        public int Count => All.Count;

        public bool IsReadOnly => false;

        public void Add(Activity item)
        {
            lock (_all) _all.Add(item);
        }

        public void Clear()
        {
            lock (_all) _all.Clear();
        }

        public bool Contains(Activity item) => All.Contains(item);

        public void CopyTo(Activity[] array, int arrayIndex) => All.ToList().CopyTo(array, arrayIndex);

        public bool Remove(Activity item)
        {
            lock (_all) return _all.Remove(item);
        }

        public IEnumerator<Activity> GetEnumerator() => All.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
