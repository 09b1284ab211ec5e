using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>What is counted where time passes: handlers that hang, queries that expire, updates that wait.</summary>
public sealed class DeliveryTelemetryTests : DeliveryFixture
{
    private TelemetryRecorder _recorder = null!;

    [SetUp]
    public void Record() => _recorder = new TelemetryRecorder();

    [TearDown]
    public void StopRecording() => _recorder.Dispose();

    [Test]
    public async Task A_handler_that_hangs_is_counted_once_however_often_the_log_names_it()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        for (var minute = 0; minute < 5; minute++) Time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_recorder.Value("telegram.handler.slow", ("telegram.update.kind", "message")), Is.EqualTo(1));
        gate.SetResult();
    }

    [Test]
    public async Task A_query_that_expires_unhandled_is_counted()
    {
        await using var inbox = await ExpiringInbox.Open(
            UpdateInbox.InMemory(), new InboxContext { Name = "a", BotId = 4711, TimeProvider = Time },
            keepExpired: false, CancellationToken.None);
        await inbox.Append(TestUpdates.Read("""{"update_id":1,"inline_query":{"id":"q","from":{"id":1}}}"""));
        Time.Advance(TimeSpan.FromMinutes(1));
        await inbox.Append(TestUpdates.Message(2));
        await inbox.Claim();

        Assert.That(_recorder.Value("telegram.update.expired", ("telegram.update.kind", "inline_query"), ("telegram.bot.id", 4711L)), Is.EqualTo(1));
    }

    [Test]
    public async Task Updates_of_one_answer_are_counted_each_and_received_in_one_span_that_each_is_linked_to()
    {
        await Delivery.Accept([TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 2), TestUpdates.Message(1, chat: 1)], CancellationToken.None);
        await NextHandled();
        await NextHandled();
        await TelemetryRecorder.Until(() => _recorder.Spans.Count(span => span.DisplayName == "handle message") == 2);

        var received = _recorder.Spans.Single(span => span.DisplayName == "receive");
        Assert.That(received.GetTagItem("messaging.batch.message_count"), Is.EqualTo(3));
        Assert.That(_recorder.Spans.Where(span => span.DisplayName == "handle message").Select(span => span.Links.Single().Context), Is.All.EqualTo(received.Context));
        Assert.That(_recorder.Value("messaging.client.consumed.messages", ("telegram.outcome", "accepted")),
            Is.EqualTo(2));
        Assert.That(_recorder.Value("messaging.client.consumed.messages", ("telegram.outcome", "duplicate")),
            Is.EqualTo(1));
    }

    [Test]
    public async Task The_span_of_an_answer_of_which_nothing_was_kept_is_a_failure()
    {
        await using var inbox = new ScriptedInbox { Appending = _ => throw new InboxUnavailableException("full") };
        await using var delivery = Deliver(inbox);

        await delivery.Accept([TestUpdates.Message(1), TestUpdates.Message(2)], CancellationToken.None);

        var received = _recorder.Spans.Single(span => span.DisplayName == "receive");
        Assert.That((received.GetTagItem("telegram.outcome"), received.Status),
            Is.EqualTo(((object)"unavailable", System.Diagnostics.ActivityStatusCode.Error)));
    }

    [Test]
    public void An_update_that_is_done_leaves_no_link_behind([Values] bool isDone)
    {
        var telemetry = new UpdateTelemetry(4711, false, Time);
        var update = TestUpdates.Message(1);
        telemetry.Received(telemetry.Receive(update), update, AcceptOutcome.Accepted);
        var stored = new StoredUpdate { Id = 1, UpdateId = 1, Kind = "message", Body = update.Body, ReceivedAt = Time.GetUtcNow() };

        telemetry.Handled(new ScriptedClaim(stored), isDone ? HandleOutcome.Completed : HandleOutcome.Retried);
        telemetry.Ended(telemetry.Handle(stored, [stored], Types.Update.Parse(update.Body.Span), attempt: 2),
            failure: null);

        Assert.That(_recorder.Spans.Single(span => span.DisplayName == "handle message").Links.Count(), Is.EqualTo(isDone ? 0 : 1));
    }

    [Test]
    public async Task An_album_is_linked_to_each_of_its_parts()
    {
        await Accept(TestUpdates.AlbumPart(1));
        await Accept(TestUpdates.AlbumPart(2));
        Time.Advance(TimeSpan.FromSeconds(1));
        await NextHandled();
        await TelemetryRecorder.Until(() => _recorder.Spans.Any(span => span.DisplayName == "handle message"));

        var parts = _recorder.Spans.Where(span => span.DisplayName == "receive message").Select(span => span.Context);
        Assert.That(_recorder.Spans.Single(span => span.DisplayName == "handle message").Links.Select(link => link.Context), Is.EquivalentTo(parts));
    }

    [Test]
    public async Task A_second_attempt_had_no_link_to_what_brought_its_update()
    {
        var failures = 1;
        When(1, _ => failures-- > 0 ? throw new IOException("no luck") : Task.CompletedTask);
        await Accept(TestUpdates.Message(1));
        var error = await NextError();
        Time.Advance(error.RetryAt!.Value - Time.GetUtcNow());
        await TelemetryRecorder.Until(() => Handles().Count() == 2);

        var received = _recorder.Spans.Single(span => span.DisplayName == "receive message");
        Assert.That(Handles().Select(span => span.Links.Single().Context), Is.All.EqualTo(received.Context));

        IEnumerable<System.Diagnostics.Activity> Handles() => _recorder.Spans.Where(span => span.DisplayName == "handle message");
    }

    [Test]
    public async Task Kinds_that_a_sender_makes_up_do_not_become_tags()
    {
        for (var id = 1; id <= 20; id++) await Accept(TestUpdates.Read($$$"""{"update_id":{{{id}}},"made_up_{{{id}}}":{}}"""));
        for (var id = 1; id <= 20; id++) await NextHandled();

        Assert.That(_recorder.Points("messaging.client.consumed.messages").Select(point => point.Tags["telegram.update.kind"]), Is.EqualTo(new[] { "other" }));
    }

    [Test]
    public async Task An_inbox_that_does_not_answer_holds_up_no_scrape_and_shows_no_number_of_before()
    {
        var inbox = new SlowInbox();
        using var gauges = new DeliveryGauges(inbox, () => 0, new UpdateTelemetry(4711, false, Time), "slow", Time);

        Assert.That(Pending(), Is.Empty, "it has not answered yet");
        inbox.Answers(5);
        Assert.That(await Reads(5), Is.EqualTo(5));
        Assert.That(Pending(), Is.EqualTo(new[] { 5.0 }));
        // It is asked again as long as somebody looks.
        Time.Advance(TimeSpan.FromSeconds(5));
        inbox.Answers(7);
        Assert.That(await Reads(7), Is.EqualTo(7));
        Time.Advance(TimeSpan.FromSeconds(5));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(Pending(), Is.Empty, "it hangs");
        Assert.That(inbox.Asked, Is.EqualTo(3), "and is not asked once more meanwhile");

        // What it answers is taken on another thread.
        async Task<long?> Reads(long pending)
        {
            await TelemetryRecorder.Until(() => gauges.Read()?.Pending == pending);
            return gauges.Read()?.Pending;
        }

        IEnumerable<double> Pending() => _recorder.Points("telegram.inbox.pending").Where(
            point => Equals(point.Tags.GetValueOrDefault("telegram.bot.id"), 4711L)).Select(point => point.Value);
    }

    [Test]
    public async Task A_repeated_attempt_is_counted_with_its_reason_and_the_call_once()
    {
        using var telegram = new MockTelegram().AnswersError(500, "Internal Server Error").Answers("""{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Echo"}}""");
        using var bot = telegram.Bot(options => options with { TimeProvider = TimeProvider.System, Retry = new TelegramBotRetryOptions { InitialBackoff = TimeSpan.FromMilliseconds(1) } });
        await bot.GetMe();

        Assert.That(_recorder.Value("telegram.call.repeated", ("telegram.method", "getMe"), ("error.type", "500")),
            Is.EqualTo(1));
        Assert.That(_recorder.Value("telegram.call.duration", ("telegram.method", "getMe"), ("telegram.outcome", "ok")),
            Is.EqualTo(1));
        Assert.That(_recorder.Spans.Single(span => span.DisplayName == "getMe").GetTagItem("http.request.resend_count"), Is.EqualTo(1));
    }

    /// <summary>An inbox that tells its numbers when the test lets it.</summary>
    private sealed class SlowInbox : StandInInbox
    {
        private TaskCompletionSource<InboxStatus> _answer = new();

        public int Asked { get; private set; }

        public void Answers(long pending)
        {
            var answer = _answer;
            _answer = new TaskCompletionSource<InboxStatus>();
            answer.SetResult(new InboxStatus { Pending = pending, Handled = 0, Waiting = 0, Dead = 0 });
        }

        public override ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default)
        {
            Asked++;
            return new ValueTask<InboxStatus>(_answer.Task);
        }
    }
}
