using OpenTelemetry;
using OpenTelemetry.Metrics;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>Somebody who wants metrics and no spans.</summary>
public sealed class MetricsAloneTests
{
    [Test]
    public void Updates_of_one_answer_are_counted_where_nobody_records_spans()
    {
        const long Bot = 471_147;
        var metrics = new List<MetricSnapshot>();
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter(TelegramTelemetry.Name)
            .AddInMemoryExporter(metrics).Build();
        var telemetry = new UpdateTelemetry(Bot, false, TimeProvider.System);
        var updates = new[] { TestUpdates.Message(1), TestUpdates.Message(2) };

        telemetry.Received(telemetry.Receive(updates), updates, [AcceptOutcome.Accepted, AcceptOutcome.Accepted]);

        meters.ForceFlush();
        var counted = metrics.SelectMany(MetricPointRead.Of)
            .Where(point => point.Instrument == "messaging.client.consumed.messages" && Equals(point.Tags.GetValueOrDefault("telegram.bot.id"), Bot));
        Assert.That(counted.Sum(point => point.Value), Is.EqualTo(2));
    }
}
