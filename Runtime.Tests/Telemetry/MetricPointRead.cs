using OpenTelemetry.Metrics;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>One exported point of a metric.</summary>
internal sealed record MetricPointRead(
    string Instrument, string Unit, string Type, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public static IEnumerable<MetricPointRead> Of(MetricSnapshot metric) => metric.MetricPoints.Select(point =>
    {
        var tags = new Dictionary<string, object?>();
        foreach (var tag in point.Tags) tags[tag.Key] = tag.Value;
        var value = metric.MetricType switch
        {
            MetricType.Histogram => point.GetHistogramCount(),
            MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
            MetricType.LongGauge => point.GetGaugeLastValueLong(),
            _ => (double)point.GetSumLong(),
        };
        return new MetricPointRead(metric.Name, metric.Unit, metric.MetricType.ToString(), value, tags);
    });
}
