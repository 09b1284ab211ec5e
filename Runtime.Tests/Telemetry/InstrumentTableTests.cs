using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.BotApi.Resilience;
using Telegram.Webhooks.Runtime.Telemetry;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>
/// docs/telemetry.md lists every instrument there is with type, unit and tags, and none that there is not.
/// </summary>
public partial class InstrumentTableTests
{
    [Test]
    public void The_page_and_the_code_have_the_same_instruments_with_the_same_units_and_tags()
    {
        var code = Instruments();
        var page = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "docs", "telemetry.md"))
            .Select(line => Row().Match(line)).Where(row => row.Success)
            .Select(row => $"{row.Groups["name"].Value} {row.Groups["type"].Value} {row.Groups["unit"].Value} {Sorted(Ticked().Matches(row.Groups["tags"].Value).Select(tag => tag.Groups[1].Value))}");

        Assert.That(code, Has.Count.GreaterThan(15));
        Assert.That(page, Is.EquivalentTo(code));
    }

    [Test]
    public void The_page_names_the_reasons_and_outcomes_of_the_code()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "telemetry.md"));

        foreach (var reason in Enum.GetValues<Runtime.Webhooks.RefusalReason>())
            Assert.That(page, Does.Contain($"`{Runtime.Webhooks.RefusalReasons.Name(reason)}`"));
        foreach (var outcome in Enum.GetValues<Runtime.Delivery.AcceptOutcome>())
            Assert.That(page, Does.Contain($"`{Runtime.Delivery.OutcomeNames.Of(outcome)}`"));
        foreach (var outcome in Enum.GetValues<Runtime.Delivery.HandleOutcome>())
            Assert.That(page, Does.Contain($"`{Runtime.Delivery.OutcomeNames.Of(outcome)}`"));
        foreach (var failure in new Exception?[] { null, new ApiRequestException("m", 400, "x"), new OperationCanceledException(), new InvalidOperationException() })
            Assert.That(page, Does.Contain($"`{CallOutcomes.Of(failure).Name}`"));
    }

    /// <summary>Each instrument as it is published, with the tags of a measurement that has all it can have.</summary>
    private static List<string> Instruments()
    {
        var seen = new Dictionary<Instrument, HashSet<string>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name != TelegramTelemetry.Name) return;
            seen[instrument] = [];
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        MeasureAll(listener);
        return [.. seen.Select(one => $"{one.Key.Name} {TypeOf(one.Key)} {one.Key.Unit} {Sorted(one.Value)}")];

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags) seen[instrument].Add(tag.Key);
        }
    }

    private static void MeasureAll(MeterListener listener)
    {
        var update = new UpdateFacts(1, "message", 1L, 2, 3);
        ReceiveTelemetry.Count(update, "accepted");
        ReceiveTelemetry.Measure(TimeSpan.Zero, update, "unavailable", isFailure: true);
        HandleTelemetry.Begun(update, TimeSpan.Zero);
        HandleTelemetry.Ended(null, update, TimeSpan.Zero, new InvalidOperationException());
        HandleTelemetry.CountHandled("message", 1L, "completed");
        HandleTelemetry.CountExpired("inline_query", 1);
        HandleTelemetry.CountSlow("message");
        var target = new CallTarget(1, new Uri("http://localhost"));
        CallTelemetry.Ended(null, "getMe", target, TimeSpan.Zero, 2, new CallOutcome("refused", "400", 400));
        CallTelemetry.CountRepeated("getMe", target, "500");
        CallTelemetry.CountNotRepeated("sendMessage", 1);
        CallTelemetry.MeasureWait("sendMessage", target, TimeSpan.Zero);
        RefusalTelemetry.Count("too_large", 413);
        using var inbox = StateTelemetry.ObserveInbox(
            () => new InboxReading(1, 2, 3, TimeSpan.FromSeconds(4)), 1L, "name");
        using var handlers = StateTelemetry.ObserveHandlers(() => 1, 1L, "name");
        using var certificate = StateTelemetry.ObserveCertificate(() => 30, "CN=localhost");
        listener.RecordObservableInstruments();
    }

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        "ObservableUpDownCounter" => "up-down counter",
        var other => other,
    };

    private static string Sorted(IEnumerable<string> tags) => string.Join(' ', tags.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `(?<name>[a-z._]+)` \| (?<type>[a-z -]+) \| `(?<unit>[^`]+)` \| (?<tags>[^|]*) \|")]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z._]+)`")]
    private static partial Regex Ticked();
}
