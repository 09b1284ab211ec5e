using System.Diagnostics;
using Telegram.Webhooks.Runtime.Tests.EndToEnd;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>A bot at the local Telegram, and what OpenTelemetry's exporters get of it.</summary>
internal sealed class TelemetryEndToEndTests : EndToEndTest
{
    private const string Planted = "planted words of Ada";

    private TelemetryRecorder _recorder = null!;

    [SetUp]
    public void Record() => _recorder = new TelemetryRecorder();

    [TearDown]
    public void StopRecording() => _recorder.Dispose();

    [Test]
    public async Task What_came_in_was_handled_refused_and_called_is_counted_and_timed()
    {
        var key = WebhookPrivateKeyConfig.SelfSigned("127.0.0.1");
        await using var server = await Listen(
            Receive, setWebhook: new SetWebhook($"https://127.0.0.1:{Port}/hook"), key: key);
        await Ada.Says("hello");
        await Ada.Hears("heard hello");
        await Ada.Says("fail once");
        await Ada.Hears("heard fail once");
        await Ada.Says("bury");
        await HasHeard(4);
        using (var http = TestServers.Client())
        using (await http.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(4711), "guessed")))
        using (await http.SendAsync(TestServers.Post(server.Urls[0], "{}", "guessed", "text/plain")))
        {
        }

        // Reported once it is recorded; nobody has looked at the inbox before, so what is read then is no earlier
        // reading.
        await TelemetryRecorder.Until(() => Errors.Any(error => error.Outcome == WebhookErrorOutcome.Buried));
        (string, object) message = ("telegram.update.kind", "message"), bot = ("telegram.bot.id", Client.Id);
        Assert.Multiple(() =>
        {
            Assert.That(_recorder.Value("messaging.client.consumed.messages", message, bot, ("telegram.outcome", "accepted"), ("messaging.system", "telegram")), Is.EqualTo(3));
            Assert.That(_recorder.Value("messaging.client.operation.duration", message, bot, ("telegram.outcome", "accepted"), ("messaging.operation.name", "receive")), Is.EqualTo(3));
            Assert.That(_recorder.Value("messaging.process.duration", message, bot, ("messaging.operation.name", "handle")), Is.EqualTo(4), "attempts");
            Assert.That(_recorder.Value("messaging.process.duration", ("error.type", "System.InvalidOperationException")), Is.EqualTo(1));
            Assert.That(_recorder.Value("messaging.process.duration", ("error.type", "Telegram.Webhooks.Runtime.ApiRequestException")), Is.EqualTo(1));
            Assert.That(_recorder.Value("telegram.update.handled", message, bot, ("telegram.outcome", "completed")),
                Is.EqualTo(2));
            Assert.That(_recorder.Value("telegram.update.handled", message, bot, ("telegram.outcome", "retried")),
                Is.EqualTo(1));
            Assert.That(_recorder.Value("telegram.update.lag", message, bot), Is.EqualTo(3), "first attempts");
            Assert.That(_recorder.Value("telegram.request.refused", ("telegram.refusal.reason", "wrong_secret_token"), ("http.response.status_code", 401)), Is.EqualTo(2));
            Assert.That(_recorder.Value("telegram.call.duration", ("telegram.method", "sendMessage"), bot, ("telegram.outcome", "ok")), Is.EqualTo(2));
            Assert.That(_recorder.Value("telegram.call.duration", ("telegram.method", "sendMessage"), ("telegram.outcome", "refused"), ("error.type", "chat_not_found"), ("http.response.status_code", 400)), Is.EqualTo(1));
            Assert.That(_recorder.Value("telegram.call.duration", ("telegram.method", "setWebhook"), ("telegram.outcome", "ok")), Is.EqualTo(1));
            Assert.That(_recorder.Value("telegram.inbox.dead", bot), Is.EqualTo(1));
            Assert.That(_recorder.Value("telegram.inbox.pending", bot), Is.Zero);
            Assert.That(Own("telegram.inbox.pending"), Has.Count.EqualTo(1));
            Assert.That(Own("telegram.handler.running"), Has.Count.EqualTo(1));
            Assert.That(_recorder.Points("telegram.certificate.remaining").Where(IsOwnCertificate).Single().Value,
                Is.GreaterThan(300));
        });
        await server.Stop();
        Assert.That(Own("telegram.inbox.pending"), Is.Empty, "nothing is left of what is closed");
        Assert.That(_recorder.Points("telegram.certificate.remaining").Where(IsOwnCertificate), Is.Empty);
    }

    [Test]
    public async Task What_an_earlier_attempt_said_is_counted_as_not_repeated_and_a_wait_of_the_limits_is_timed()
    {
        using var paced = new TelegramBot(
            Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl, Limits = TelegramLimits.Default });
        var attempts = 0;
        await using var server = await Listen(async (update, token) =>
        {
            await paced.SendMessage(update.Message!.Chat.Id, "once", cancellationToken: token);
            await UpdateAttempt.Current!.Once("step", () => Task.CompletedTask);
            if (++attempts == 1) throw new InvalidOperationException();
            Hear("done");
        });
        await Ada.Says("hi");
        await HasHeard(1);

        Assert.That(_recorder.Value("telegram.call.not_repeated", ("telegram.method", "sendMessage"), ("telegram.bot.id", paced.Id)), Is.EqualTo(1));
        Assert.That(_recorder.Value("telegram.call.not_repeated", ("telegram.method", "step")), Is.EqualTo(1));
        Assert.That(_recorder.Value("telegram.call.limit.wait", ("telegram.method", "sendMessage")), Is.EqualTo(1));
    }

    [Test]
    public async Task Handling_is_linked_to_receiving_across_the_inbox_and_calls_are_beneath_it()
    {
        using var starting = new ActivitySource("start");
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "start", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var startup = starting.StartActivity("start-up");
        await using var server = await Listen(Receive);
        await Ada.Says("fail once");
        await Ada.Hears("heard fail once");
        await TelemetryRecorder.Until(() => _recorder.Spans.Count(span => span.DisplayName == "handle message") == 2);

        var receive = _recorder.Spans.Single(span => span.DisplayName == "receive message");
        var handles = _recorder.Spans.Where(span => span.DisplayName == "handle message").ToList();
        var call = _recorder.Spans.Single(span => span.DisplayName == "sendMessage");
        Assert.Multiple(() =>
        {
            Assert.That(handles.Select(handle => handle.Links.Single().Context), Is.All.EqualTo(receive.Context), "each attempt is linked to where it came in");
            Assert.That(handles.Select(handle => handle.ParentId), Is.All.Null, "nothing that ran at the start is a part of it");
            Assert.That(handles.Select(handle => handle.GetTagItem("telegram.update.attempt")), Is.EqualTo(new object[] { 1, 2 }));
            Assert.That(handles.Select(handle => handle.Status), Is.EqualTo(new[] { ActivityStatusCode.Error, ActivityStatusCode.Unset }));
            Assert.That(handles[0].GetTagItem("error.type"), Is.EqualTo("System.InvalidOperationException"));
            Assert.That(call.ParentSpanId, Is.EqualTo(handles[1].SpanId));
            Assert.That(call.Kind, Is.EqualTo(ActivityKind.Client));
            Assert.That(call.GetTagItem("server.address"), Is.EqualTo("127.0.0.1"));
            Assert.That(receive.GetTagItem("telegram.update.id"),
                Is.EqualTo(handles[0].GetTagItem("telegram.update.id")));
            Assert.That(receive.GetTagItem("telegram.outcome"), Is.EqualTo("accepted"));
            Assert.That(receive.GetTagItem("telegram.chat.id"), Is.Null, "not asked for");
            Assert.That(handles[0].GetTagItem("telegram.user.id"), Is.Null, "not asked for");
        });
    }

    [Test]
    public async Task Without_an_inbox_the_span_of_handling_is_beneath_that_of_receiving()
    {
        await using var server = await Listen(Receive, With("none"));
        await Ada.Says("hello");
        await Ada.Hears("heard hello");
        await TelemetryRecorder.Until(() => _recorder.Spans.Any(span => span.DisplayName == "receive message"));

        var receive = _recorder.Spans.Single(span => span.DisplayName == "receive message");
        var handle = _recorder.Spans.Single(span => span.DisplayName == "handle message");
        Assert.That(receive.ParentId, Is.Null, "the server's activity, which exists for its logs alone and which nobody records, kept it from being recorded");
        Assert.That(handle.ParentSpanId, Is.EqualTo(receive.SpanId));
        Assert.That(_recorder.Value("telegram.update.handled", ("telegram.outcome", "completed")), Is.EqualTo(1));
    }

    [TestCase("sqlite")]
    [TestCase("none")]
    public async Task Chat_and_user_are_named_only_when_that_is_asked_for(string inbox)
    {
        var options = new WebhookServerOptions
        {
            Inbox = Inbox(inbox),
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            Delivery = new DeliveryOptions { TraceChatsAndUsers = true },
        };
        await using var server = await Listen(Receive, options);
        await Ada.Says("hello");
        await Ada.Hears("heard hello");
        await TelemetryRecorder.Until(() => _recorder.Spans.Count(span => span.DisplayName is "receive message" or "handle message") == 2);

        var spans = _recorder.Spans.Where(span => span.DisplayName is "receive message" or "handle message").ToList();
        Assert.That(spans.Select(span => span.GetTagItem("telegram.chat.id")), Is.All.EqualTo(Ada.Id));
        Assert.That(spans.Select(span => span.GetTagItem("telegram.user.id")), Is.All.EqualTo(Ada.Id));
    }

    [TestCase("sqlite")]
    [TestCase("none")]
    public async Task No_exporter_ever_gets_the_token_the_secret_or_what_people_write(string inbox)
    {
        const string Secret = "planted-secret_token";
        await using var server = await Listen(Receive, With(inbox), new SetWebhook(Url, secretToken: Secret));
        await Ada.Says(Planted);
        await Ada.Hears("heard " + Planted);
        await Ada.Says("fail once " + Planted);
        await HasHeard(2);
        using (var http = TestServers.Client())
        using (await http.SendAsync(TestServers.Post(Url, "{\"update_id\":4711,\"" + Planted + "\":{}}", Secret)))
        using (await http.SendAsync(TestServers.Post(Url, Planted, Secret)))
        {
        }

        // Made by a client of one's own, which is traced like any other.
        using var own = new HttpClient();
        using var bot = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        await bot.GetMe();
        await TelemetryRecorder.Until(() => _recorder.Spans.Any(span => span.DisplayName == "getMe") && _recorder.Value("telegram.update.handled", ("telegram.outcome", "retried")) >= 1);

        var text = _recorder.Text;
        Assert.That(text, Does.Contain("sendMessage").And.Contain("receive message").And.Contain("messaging.process.duration"), "both exporters wrote");
        foreach (var secret in new[] { Telegram.Token, Telegram.Token.Split(':')[1], Secret, Planted, "planted", "Ada" })
            Assert.That(text, Does.Not.Contain(secret));
        Assert.That(_recorder.Points("messaging.client.consumed.messages").Select(point => point.Tags["telegram.update.kind"]).Distinct(), Is.SubsetOf(new[] { "message", "other", "none" }));
    }

    // Other bots of the process are none of this test's.
    private List<MetricPointRead> Own(string instrument) =>
        [.. _recorder.Points(instrument).Where(point => Equals(point.Tags.GetValueOrDefault("telegram.bot.id"), Client.Id))];

    private static bool IsOwnCertificate(MetricPointRead point) =>
        Equals(point.Tags["tls.server.subject"], "CN=127.0.0.1");

    private async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        var text = update.Message?.Text ?? "";
        if (text.StartsWith("fail once", StringComparison.Ordinal) && UpdateAttempt.Current!.Number == 1)
        {
            Hear(text);
            throw new InvalidOperationException(Planted);
        }

        if (text.StartsWith("bury", StringComparison.Ordinal))
        {
            Hear(text);
            await Client.SendMessage(-4711, text, cancellationToken: cancellationToken);
        }

        if (text.Length > 0) await Echo(update, cancellationToken);
    }
}
