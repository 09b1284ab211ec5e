using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tests.Telemetry;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class DirectIntakeTests
{
    [Test]
    public async Task Redeliveries_of_an_update_whose_handler_hangs_piled_up_for_ever()
    {
        var time = new FakeTimeProvider();
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var intake = Intake(async (_, _) => await handler.Task, null, time, NullLogger.Instance);
        var body = Encoding.UTF8.GetBytes(TestServers.Message(1));
        var first = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();

        var again = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(again.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(await again.WaitAsync(TestServers.Guard), Is.EqualTo(IntakeOutcome.Failed));
        handler.SetResult();
        Assert.That(await first.WaitAsync(TestServers.Guard), Is.EqualTo(IntakeOutcome.Accepted));
    }

    [Test]
    public async Task An_attempt_that_a_handler_kept_showed_the_body_of_a_later_request()
    {
        UpdateAttempt? attempt = null;
        await using var intake = Intake(
            (_, _) =>
            {
                attempt = UpdateAttempt.Current;
                return default;
            },
            null, new FakeTimeProvider(), NullLogger.Instance);
        var sent = Encoding.UTF8.GetBytes(TestServers.Message(1));
        var lent = sent.ToArray();

        await intake.Accept(lent, true, new DefaultHttpContext().Response, CancellationToken.None);
        Array.Clear(lent);

        Assert.That(attempt!.Json.ToArray(), Is.EqualTo(sent));
    }

    [Test]
    public async Task A_part_that_came_between_the_drain_and_the_stop_was_handled_after_the_stop()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var intake = Intake(
            (_, _) =>
            {
                received.TrySetResult();
                return default;
            },
            TimeSpan.FromSeconds(1), new FakeTimeProvider(), NullLogger.Instance);
        await intake.Drain(TimeSpan.Zero, CancellationToken.None);

        var late = await intake.Accept(Part(1), true, new DefaultHttpContext().Response, CancellationToken.None);
        await intake.DisposeAsync();

        Assert.That(late, Is.EqualTo(IntakeOutcome.Busy), "Telegram keeps it and sends it again");
        var again = await intake.Accept(Part(1), true, new DefaultHttpContext().Response, CancellationToken.None);
        Assert.That(again, Is.EqualTo(IntakeOutcome.Busy), "what was refused is not remembered as handled");
        Assert.That(received.Task.IsCompleted, Is.False);
    }

    [Test]
    public async Task An_album_that_is_open_when_the_intake_is_only_disposed_was_not_waited_for()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = false;
        var intake = Intake(
            async (_, token) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended = true;
            },
            TimeSpan.FromSeconds(1), new FakeTimeProvider(), NullLogger.Instance);
        await intake.Accept(Part(1), true, new DefaultHttpContext().Response, CancellationToken.None);

        await intake.DisposeAsync().AsTask().WaitAsync(TestServers.Guard);

        Assert.That(entered.Task.IsCompleted, Is.True);
        Assert.That(ended, Is.True);
    }

    [Test]
    public async Task A_drain_that_cancelled_handlers_said_nothing()
    {
        using var log = new RecordingLoggers();
        await using var intake = Intake(
            async (_, token) => await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token),
            null, new FakeTimeProvider(), log);
        var running = intake.Accept(Encoding.UTF8.GetBytes(TestServers.Message(1)), true,
            new DefaultHttpContext().Response, CancellationToken.None).AsTask();

        await intake.Drain(TimeSpan.Zero, CancellationToken.None).WaitAsync(TestServers.Guard);

        Assert.That(await running, Is.EqualTo(IntakeOutcome.Failed));
        Assert.That(log.Lines, Has.One.StartsWith("Warning 5014"));
    }

    [Test]
    public async Task A_handler_that_outlives_being_cancelled_is_named_in_the_log()
    {
        using var log = new RecordingLoggers();
        var time = new BotApi.Client.TestClock();
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var intake = Intake(async (_, _) => await handler.Task, null, time, log);
        var running = intake.Accept(Encoding.UTF8.GetBytes(TestServers.Message(1)), true,
            new DefaultHttpContext().Response, CancellationToken.None).AsTask();

        var draining = intake.Drain(TimeSpan.Zero, CancellationToken.None);
        await time.PassNextWait();
        await draining.WaitAsync(TestServers.Guard);

        Assert.That(log.Lines, Has.One.StartsWith("Warning 5015"));
        handler.SetResult();
        await running.WaitAsync(TestServers.Guard);
    }

    [Test]
    public async Task A_handler_that_was_left_behind_is_not_waited_for_a_second_time()
    {
        using var log = new RecordingLoggers();
        var time = new BotApi.Client.TestClock();
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var intake = Intake(async (_, _) => await handler.Task, null, time, log);
        var running = intake.Accept(Encoding.UTF8.GetBytes(TestServers.Message(1)), true,
            new DefaultHttpContext().Response, CancellationToken.None).AsTask();
        var draining = intake.Drain(TimeSpan.Zero, CancellationToken.None);
        await time.PassNextWait();
        await draining.WaitAsync(TestServers.Guard);

        var closing = intake.DisposeAsync().AsTask();

        Assert.That(closing.IsCompletedSuccessfully, Is.True);
        Assert.That(log.Lines, Has.One.StartsWith("Warning 5014"));
        handler.SetResult();
        await running.WaitAsync(TestServers.Guard);
    }

    [TestCase(true, IntakeOutcome.Accepted, IntakeOutcome.Duplicate)]
    [TestCase(false, IntakeOutcome.Failed, IntakeOutcome.Failed)]
    public async Task Whoever_comes_again_meanwhile_is_answered_as_the_first_one_is(
        bool succeeds, object first, object second)
    {
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var intake = Intake(
            async (_, _) => await handler.Task, null, new FakeTimeProvider(), NullLogger.Instance);
        var body = Encoding.UTF8.GetBytes(TestServers.Message(1));
        var handling = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();
        var again = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();

        if (succeeds)
            handler.SetResult();
        else
            handler.SetException(new InvalidOperationException("no"));

        Assert.That(await handling.WaitAsync(TestServers.Guard), Is.EqualTo(first));
        Assert.That(await again.WaitAsync(TestServers.Guard), Is.EqualTo(second));
    }

    [Test]
    public async Task Attempts_are_counted_for_the_thousand_updates_that_failed_last()
    {
        var attempts = new List<int>();
        await using var intake = Intake(
            (_, _) =>
            {
                attempts.Add(UpdateAttempt.Current!.Number);
                throw new InvalidOperationException("no");
            },
            null, new FakeTimeProvider(), NullLogger.Instance);

        foreach (var id in Enumerable.Range(1, 1001).Append(1).Append(1001))
            await intake.Accept(Encoding.UTF8.GetBytes(TestServers.Message(id)), true,
                new DefaultHttpContext().Response, CancellationToken.None);

        Assert.That(attempts.TakeLast(2), Is.EqualTo(new[] { 1, 2 }), "what failed longest ago is forgotten");
    }

    [Test]
    public async Task What_is_being_handled_is_measured_under_the_name_of_the_webhook()
    {
        var name = $"direct-{Guid.NewGuid():N}";
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var intake = Intake(
            async (_, _) => await handler.Task, null, new FakeTimeProvider(), NullLogger.Instance, name);
        var before = StateReading.Of("telegram.handler.running", name);
        var handling = intake.Accept(Encoding.UTF8.GetBytes(TestServers.Message(1)), true,
            new DefaultHttpContext().Response, CancellationToken.None).AsTask();
        var meanwhile = StateReading.Of("telegram.handler.running", name);
        handler.SetResult();
        await handling.WaitAsync(TestServers.Guard);
        await intake.DisposeAsync();

        Assert.That((before, meanwhile, StateReading.Of("telegram.handler.running", name)),
            Is.EqualTo(((double?)0, (double?)1, (double?)null)));
    }

    private static DirectIntake Intake(
        UpdateReceiver receiver, TimeSpan? debounce, TimeProvider time, Microsoft.Extensions.Logging.ILogger logger,
        string? name = null) => new(
        new DeliverySettings
        {
            Receiver = receiver,
            // A watch sets a timer, and here it is the drain's that is counted.
            Options = new DeliveryOptions { WarnAfter = null },
            BotId = null,
            Errors = new ErrorReporter(null, NullLogger.Instance),
            Time = time,
            Loggers = NullLoggerFactory.Instance,
            Name = name,
        },
        debounce,
        logger);

    private static byte[] Part(long id) => Encoding.UTF8.GetBytes(
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":77,"type":"private"},"media_group_id":"g"}}""");
}
