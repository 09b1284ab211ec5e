using System.Globalization;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Failures;

/// <summary>What becomes of an update whose handling failed.</summary>
public sealed class FailureHandlingTests : DeliveryFixture
{
    [Test]
    public async Task A_user_who_blocked_the_bot_was_tried_five_times_while_their_chat_waited()
    {
        When(1, _ => throw new ApiRequestException("sendMessage", 403, "Forbidden: bot was blocked by the user"));
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));

        var error = await NextError();

        Assert.That((error.Outcome, error.Attempt), Is.EqualTo((WebhookErrorOutcome.Buried, 1)));
        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(1));
        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2), "at once: nobody moved the clock");
        Assert.That((await DeadLetters()).Single().Error, Does.Contain("bot was blocked by the user"));
    }

    [Test]
    public async Task What_is_buried_was_logged_as_a_warning_that_no_alert_sees()
    {
        await Restart(new DeliveryOptions { MaxAttempts = 2 });
        When(1, _ => throw new IOException("no luck"));
        await Accept(TestUpdates.Message(1));
        Assert.That((await NextError()).Outcome, Is.EqualTo(WebhookErrorOutcome.Retried));
        await MoveUntil(async () => (await DeadLetters()).Count == 1);

        var lines = Log.Lines.Where(line => line.Contains(" 4001 ", StringComparison.Ordinal)).ToList();
        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines[0], Does.StartWith("Warning 4001").And.Contains("Update 1 failed at attempt 1; it is tried again at "));
        Assert.That(lines[1], Does.StartWith("Error 4001").And.Contains("Update 1 failed at attempt 2 and is a dead letter now.").And.Contains("attempt 2, the last"));
    }

    [Test]
    public async Task An_exception_that_quotes_what_a_user_wrote_forged_a_line_of_the_log()
    {
        var typed = "7\r\nfail: forged\u001b[2J" + new string('y', 100_000);
        When(1, _ => Task.FromResult(int.Parse(typed, CultureInfo.InvariantCulture)));

        await Accept(TestUpdates.Message(1));
        var error = await NextError();

        Assert.That(error.Message, Does.Contain("FormatException: The input string '7\\r\\nfail: forged\\u001B[2Jyyy"));
        Assert.That(error.Message, Has.Length.LessThan(2200));
        Assert.That(error.InnerException!.Message, Does.Contain(typed), "the exception itself is the handler's");
    }

    [Test]
    public async Task OnFailure_may_drop_an_update_which_is_gone_then()
    {
        await Restart(new DeliveryOptions { OnFailure = _ => FailureAction.Drop });
        When(1, _ => throw new IOException("no luck"));
        await Accept(TestUpdates.Message(1));

        Assert.That((await NextError()).Outcome, Is.EqualTo(WebhookErrorOutcome.Dropped));
        Assert.That(await DeadLetters(), Is.Empty);
        Assert.That((await Delivery.Inbox.Status()).Pending, Is.Zero);
    }

    [Test]
    public async Task OnFailure_is_told_everything_and_its_wait_is_kept()
    {
        var told = new List<UpdateFailure>();
        await Restart(new DeliveryOptions
        {
            MaxAttempts = 2,
            OnFailure = failure =>
            {
                told.Add(failure);
                return FailureAction.Retry(TimeSpan.FromHours(3));
            },
        });
        When(1, _ => throw new IOException("no luck"));
        await Accept(TestUpdates.Message(1));

        var error = await NextError();
        Assert.That(error.RetryAt, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromHours(3)));
        await NextHandled();
        Time.Advance(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        Assert.That(Handled.Reader.TryRead(out _), Is.False);
        await MoveUntil(async () => (await DeadLetters()).Count == 1);

        Assert.That(told.Select(failure => (failure.UpdateId, failure.Kind, failure.Attempt, failure.IsLast, failure.Error.Message)),
            Is.EqualTo(new[] { (1L, (string?)"message", 1, false, "no luck"), (1L, "message", 2, true, "no luck") }));
        Assert.That((await NextError()).Outcome, Is.EqualTo(WebhookErrorOutcome.Buried),
            "no attempt was left for the retry");
    }

    [Test]
    public async Task An_OnFailure_that_throws_is_reported_and_the_default_decides()
    {
        await Restart(new DeliveryOptions { OnFailure = _ => throw new InvalidOperationException("my policy") });
        When(1, _ => throw new ApiRequestException("sendMessage", 400, "Bad Request: chat not found"));
        await Accept(TestUpdates.Message(1));

        Assert.That((await NextError()).Message, Does.Contain("OnFailure threw InvalidOperationException: my policy"));
        Assert.That((await NextError()).Outcome, Is.EqualTo(WebhookErrorOutcome.Buried));
    }

    [Test]
    public async Task A_retry_after_of_hours_shut_a_chat_for_hours([Values(5 * 3600, int.MaxValue)] int seconds)
    {
        When(1, _ => throw new ApiRequestException("sendMessage", 429, "Too Many Requests", TimeSpan.FromSeconds(seconds)));
        await Accept(TestUpdates.Message(1));

        var error = await NextError();

        Assert.That(error.RetryAt, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromHours(1)));
        Assert.That(error.Message, Does.Contain($"Telegram asks to wait {TimeSpan.FromSeconds(seconds)}").And.Contain("tried after 01:00:00").And.Contain("MaxRetryAfter"));
    }

    [Test]
    public async Task A_wait_of_exactly_what_is_allowed_was_reported_as_cut()
    {
        When(1, _ => throw new ApiRequestException("sendMessage", 429, "Too Many Requests", TimeSpan.FromHours(1)));
        await Accept(TestUpdates.Message(1));

        var error = await NextError();

        Assert.That(error.RetryAt, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromHours(1)));
        Assert.That(error.Message, Does.Not.Contain("MaxRetryAfter"));
    }

    [Test]
    public async Task Of_several_waits_that_are_asked_for_the_longest_counts([Values] bool longestFirst)
    {
        var waits = longestFirst ? new[] { 50, 35 } : [35, 50];
        When(1, _ => throw new AggregateException(
            waits.Select(wait => new InvalidOperationException("wrapped", new ApiRequestException("sendMessage", 429, "Too Many Requests", TimeSpan.FromSeconds(wait))))));
        await Accept(TestUpdates.Message(1));

        Assert.That((await NextError()).RetryAt, Is.EqualTo(Time.GetUtcNow() + TimeSpan.FromSeconds(50)));
    }

    [Test]
    public async Task The_only_attempt_was_called_the_last_of_several()
    {
        await Restart(new DeliveryOptions { MaxAttempts = 1 });
        When(1, _ => throw new IOException("no luck"));
        await Accept(TestUpdates.Message(1));

        Assert.That((await NextError()).Message, Is.EqualTo("The receiver threw IOException: no luck"));
    }

    [Test]
    public async Task A_retry_after_of_for_ever_leaked_the_claim_and_its_chat_was_stuck()
    {
        await Restart(new DeliveryOptions { MaxRetryAfter = TimeSpan.FromMinutes(1) });
        var failures = 1;
        When(1, _ => failures-- > 0 ? throw new ApiRequestException("sendMessage", 429, "Too Many Requests", TimeSpan.MaxValue) : Task.CompletedTask);
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));
        await NextError();
        await NextHandled();

        await MoveUntil(() => Task.FromResult(Handled.Reader.Count == 2));
    }

    [Test]
    public async Task An_exception_whose_message_throws_leaked_the_claim_and_its_chat_was_stuck()
    {
        var failures = 1;
        When(1, _ => failures-- > 0 ? throw new Mute() : Task.CompletedTask);
        await Accept(TestUpdates.Message(1, chat: 5));

        var error = await NextError();

        Assert.That((error.Outcome, error.Message), Is.EqualTo((WebhookErrorOutcome.Retried, "The receiver threw Mute, whose message cannot be read (NotImplementedException)")));
        Assert.That(error.InnerException, Is.TypeOf<Mute>());
        await NextHandled();
        await MoveUntil(() => Task.FromResult(Handled.Reader.Count == 1));
        Assert.That(Log.Lines, Has.Some.Contains("Mute, whose message cannot be read"),
            "what could be said was logged");
    }

    [Test]
    public async Task A_handler_that_hangs_is_cancelled_after_its_time_and_tried_again()
    {
        await Restart(new DeliveryOptions { HandlerTimeout = TimeSpan.FromSeconds(10) });
        var attempts = 0;
        When(1, token => ++attempts == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask);
        await Accept(TestUpdates.Message(1));
        await NextHandled();

        Time.Advance(TimeSpan.FromSeconds(10));
        var error = await NextError();

        Assert.That((error.Outcome, error.InnerException),
            Is.EqualTo((WebhookErrorOutcome.Retried, error.InnerException)));
        Assert.That(error.InnerException, Is.TypeOf<TimeoutException>());
        Assert.That(error.Message, Does.Contain("cancelled after 00:00:10 (DeliveryOptions.HandlerTimeout)"));
        await MoveUntil(() => Task.FromResult(Handled.Reader.Count == 1));
    }

    [Test]
    public async Task A_handler_that_is_done_though_its_time_was_over_is_done()
    {
        await Restart(new DeliveryOptions { HandlerTimeout = TimeSpan.FromSeconds(10) });
        When(1, async token =>
        {
            var over = new TaskCompletionSource();
            await using var registration = token.Register(over.SetResult);
            await over.Task;
        });
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));
        await NextHandled();
        Time.Advance(TimeSpan.FromSeconds(10));

        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2));
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task A_handler_that_both_its_time_and_the_caller_cancelled_is_not_one_that_took_too_long()
    {
        using var cancelled = new CancellationTokenSource();
        using var watch = new HandlerWatch(null, Time, Log);
        var run = new ReceiverRun(
            new DeliverySettings
            {
                Receiver = (_, _) => default,
                Options = new DeliveryOptions { HandlerTimeout = TimeSpan.FromSeconds(10) },
                BotId = null,
                Errors = new ErrorReporter(null, Log),
                Time = Time,
                Loggers = Log,
            },
            watch,
            Log);
        var update = TestUpdates.Message(1);
        var running = run.Run(
            new StoredUpdate { Id = 1, UpdateId = 1, Body = update.Body, ReceivedAt = default },
            Types.Update.Parse(update.Body.Span), new SaidCalls(), 1, false,
            async token =>
            {
                var over = new TaskCompletionSource();
                await using var registration = token.Register(over.SetResult);
                await over.Task;
                await cancelled.CancelAsync();
                token.ThrowIfCancellationRequested();
                return true;
            },
            cancelled.Token).AsTask();
        Time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThatAsync(() => running.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(-1)]
    [TestCase(0)]
    public async Task Options_that_cannot_be_are_refused_at_the_start(int seconds)
    {
        var bad = TimeSpan.FromSeconds(seconds);
        var options = new DeliveryOptions { HandlerTimeout = bad, WarnAfter = bad, MaxRetryAfter = TimeSpan.FromSeconds(-1) };

        var problems = DeliveryOptions.Problems(options, null, TimeSpan.Zero).ToList();

        Assert.That(problems, Has.Count.EqualTo(3));
        foreach (var name in new[] { nameof(options.HandlerTimeout), nameof(options.WarnAfter), nameof(options.MaxRetryAfter) })
            Assert.That(problems, Has.One.StartsWith(name));
    }

    private async Task<List<DeadLetter>> DeadLetters() => await Delivery.Inbox.DeadLetters().ToListAsync();

    private async Task MoveUntil(Func<Task<bool>> reached)
    {
        for (var moved = 0; !await reached(); moved++)
        {
            Assert.That(moved, Is.LessThan(3000), "not reached");
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private sealed class Mute : Exception
    {
        public override string Message => throw new NotImplementedException();
    }
}
