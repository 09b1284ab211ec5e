using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What a bot's own calls say in metrics and logs.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CallTelemetryTests : IDisposable
{
    private const string Done = """{"ok":true,"result":true}""";

    private readonly MockTelegram _telegram = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _measured = new();

    public void Dispose()
    {
        _listener.Dispose();
        _telegram.Dispose();
    }

    [Test]
    public async Task A_repeated_call_is_counted_with_why_and_its_wait_for_its_turn_is_measured()
    {
        const string Method = "sendMeasuredMessage";
        Listen(Method);
        _telegram.AnswersError(429, "Too Many Requests", """{"retry_after":7}""").Answers(Done).Answers(Done);
        using var bot = _telegram.Bot(options => options with { Limits = TelegramLimits.Default });

        var first = bot.Execute(new TestRequest(Method, ("chat_id", 1)));
        await _telegram.Time.PassNextWait();
        await first;
        var second = bot.Execute(new TestRequest(Method, ("chat_id", 1)));
        _telegram.Time.Advance(TimeSpan.FromSeconds(1));
        await second;

        Assert.That(_measured, Does.Contain("telegram.call.repeated 1 too_many_requests"));
        Assert.That(_measured, Has.One.EqualTo("telegram.call.limit.wait 1 "),
            "the second waits a second for its turn");
        Assert.That(_measured, Has.One.EqualTo("telegram.call.duration 7 "), "what the first waited for Telegram");
    }

    [Test]
    public async Task A_call_by_name_counts_for_the_server_it_was_made_at()
    {
        const string Method = "sendTracedMessage";
        var spans = new ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => spans.Enqueue($"{activity.OperationName} {activity.GetTagItem("server.address")}:{activity.GetTagItem("server.port")}"),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        _telegram.Answers(Done);
        using var bot = _telegram.Bot(options => options with { BaseUrl = "http://bot-api.example:8081" });

        await bot.Execute(new TestRequest(Method));

        Assert.That(spans, Does.Contain(Method + " bot-api.example:8081"));
    }

    [Test]
    public async Task A_call_that_its_caller_gave_up_is_not_logged_as_failed()
    {
        using var loggers = new RecordingLoggers();
        _telegram.Hangs().AnswersError(400, "no");
        using var bot = _telegram.Bot(options => options with { LoggerFactory = loggers });
        using var caller = new CancellationTokenSource();

        var call = bot.Execute(new TestRequest("sendMessage"), caller.Token);
        await _telegram.HasReceived(1);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(loggers.Lines, Is.Empty);
        await Assert.CatchAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage")));
        Assert.That(loggers.Lines.Single(), Does.Contain("sendMessage failed in"));
    }

    private void Listen(string method)
    {
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name.StartsWith("telegram.call.", StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();

        void Note(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var known = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (known.ContainsValue(method))
                _measured.Enqueue(FormattableString.Invariant($"{instrument.Name} {value} {known.GetValueOrDefault("error.type")}"));
        }
    }
}
