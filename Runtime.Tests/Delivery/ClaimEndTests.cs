using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>Which transition follows a claim, whatever cuts its handling short.</summary>
public sealed class ClaimEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_handler_whose_claim_was_lost_makes_no_transition([Values] bool throwsSomethingElse)
    {
        using var lost = new CancellationTokenSource();
        using var log = new RecordingLoggers();
        await using var run = new WorkerRun(1, (update, token) => update.UpdateId == 1 ? UntilCancelled(throwsSomethingElse, token) : default, log);
        run.Inbox.Offer(1, lost: lost.Token);
        run.Workers.Start();
        await run.Until(() => run.Inbox.Seeks == 1 && run.Handling == 1, "handling");
        await lost.CancelAsync();
        run.Inbox.Offer(2);

        await run.Until(() => run.Inbox.Ended.Contains(2), "the next one");
        Assert.That(run.Inbox.Ended, Is.EqualTo(new long[] { 2 }));
        Assert.That(run.Inbox.Retried, Is.Empty);
        Assert.That(run.Errors.Reader.TryRead(out _), Is.False);
        Assert.That(log.Lines, Has.One.StartsWith("Warning 4022"));
    }

    [Test]
    public async Task A_handler_that_was_done_when_its_claim_was_lost_says_that_it_is_done()
    {
        using var lost = new CancellationTokenSource();
        await using var run = new WorkerRun(1, async (_, _) => await lost.CancelAsync());
        run.Inbox.Offer(1, lost: lost.Token);
        run.Workers.Start();

        await run.Until(() => run.Inbox.Ended.Count == 1, "completed: the inbox knows whether it still holds");
    }

    [Test]
    public async Task A_handler_that_throws_something_else_after_its_token_fired_counted_as_failed(
        [Values] bool throwsSomethingElse)
    {
        await using var run = new WorkerRun(1, (_, token) => UntilCancelled(throwsSomethingElse, token));
        run.Inbox.Offer(1);
        run.Workers.Start();
        await run.Until(() => run.Handling == 1, "handling");

        await run.Workers.Stop(TimeSpan.Zero, CancellationToken.None).WaitAsync(Patience);

        Assert.That(run.Inbox.Retried, Is.EqualTo(new (long, string?)[] { (1, null) }),
            "no error: the attempt does not count");
        Assert.That(run.Inbox.Ended, Is.Empty, "it is handled again");
        Assert.That(run.Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Handlers_got_no_time_to_react_to_being_cancelled()
    {
        var (cancelled, mayEnd) = (NewSignal(), NewSignal());
        await using var run = new WorkerRun(1, async (_, token) =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await mayEnd.Task;
        });
        run.Inbox.Offer(1);
        run.Workers.Start();
        await run.Until(() => run.Handling == 1, "handling");

        var stop = run.Workers.Stop(TimeSpan.Zero, CancellationToken.None);
        await cancelled.Task.WaitAsync(Patience);
        Assert.That(stop.IsCompleted, Is.False, "it has two seconds, and the clock stands still");
        mayEnd.SetResult();
        await stop.WaitAsync(Patience);

        Assert.That(run.Inbox.Ended, Is.EqualTo(new long[] { 1 }),
            "what it did in that time is recorded before the stop is over");
    }

    [Test]
    public async Task A_drain_did_not_wait_for_handlers()
    {
        await using var run = new WorkerRun(2);
        run.Inbox.Offer(1);
        run.Inbox.Offer(2);
        run.Workers.Start();
        await run.Until(() => run.Running.Count == 2, "both handled");

        var stop = run.Workers.Stop(TimeSpan.FromSeconds(30), CancellationToken.None);
        run.Time.Advance(TimeSpan.FromSeconds(29));
        run.Release(1);
        await run.Until(() => run.Inbox.Ended.Count == 1, "the first recorded");
        Assert.That(stop.IsCompleted, Is.False);
        run.Release(2);
        await stop.WaitAsync(Patience);

        Assert.That(run.Inbox.Ended, Is.EquivalentTo(new long[] { 1, 2 }));
    }

    [Test]
    public async Task Fewer_attempts_than_before_buried_an_update_untried_though_it_had_only_failed()
    {
        await using var run = new WorkerRun(
            1, (_, _) => throw new FormatException("again"),
            options: new DeliveryOptions { MaxConcurrency = 1, MaxAttempts = 2 });
        run.Inbox.Offer(1, attempt: 4, lastAttemptFailed: true);
        run.Workers.Start();

        var error = await run.Errors.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.That((error.Outcome, error.Attempt), Is.EqualTo((WebhookErrorOutcome.Buried, 4)));
        Assert.That(error.InnerException, Is.TypeOf<FormatException>(), "it was tried, and that was the last time");
    }

    [Test]
    public async Task An_update_that_may_have_ended_the_process_is_buried_untried_when_it_had_its_attempts()
    {
        await using var run = new WorkerRun(1, options: new DeliveryOptions { MaxConcurrency = 1, MaxAttempts = 2 });
        run.Inbox.Offer(1, attempt: 4);
        run.Workers.Start();

        var error = await run.Errors.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.That((error.Outcome, error.Attempt), Is.EqualTo((WebhookErrorOutcome.Buried, 4)));
        Assert.That(error.Message, Does.Contain("attempt 3 is behind it, 2 are allowed (MaxAttempts)").And.Contain("of that attempt no end was recorded"));
    }

    [Test]
    public async Task A_handler_of_a_claim_that_may_be_lost_did_not_hear_of_the_stop()
    {
        using var lost = new CancellationTokenSource();
        await using var run = new WorkerRun(1, (_, token) => UntilCancelled(throwsSomethingElse: false, token));
        run.Inbox.Offer(1, lost: lost.Token);
        run.Workers.Start();
        await run.Until(() => run.Handling == 1, "handling");

        await run.Workers.Stop(TimeSpan.Zero, CancellationToken.None).WaitAsync(Patience);

        Assert.That(run.Inbox.Retried, Is.EqualTo(new (long, string?)[] { (1, null) }));
    }

    [Test]
    public async Task A_handler_was_not_told_that_it_is_the_last_attempt([Values(1, 2, 3)] int attempt)
    {
        bool? isLast = null;
        await using var run = new WorkerRun(
            1,
            (_, _) =>
            {
                isLast = UpdateAttempt.Current!.IsLast;
                return default;
            },
            options: new DeliveryOptions { MaxConcurrency = 1, MaxAttempts = 2 });
        run.Inbox.Offer(1, attempt, lastAttemptFailed: true);
        run.Workers.Start();
        await run.Until(() => run.Inbox.Ended.Count == 1, "handled");

        Assert.That(isLast, Is.EqualTo(attempt >= 2));
    }

    [Test]
    public async Task A_claim_that_cannot_be_read_leaked_and_its_lane_was_stuck()
    {
        await using var run = new WorkerRun(1, (_, _) => default);
        run.Inbox.Offer(new Unreadable());
        run.Inbox.Offer(2);
        run.Workers.Start();

        await run.Until(() => run.Inbox.Ended.Contains(2), "the next one");
        Assert.That(run.Inbox.Unreadable, Is.EqualTo(1), "it was given back");
        Assert.That(run.Errors.Reader.TryRead(out var error) ? error.Message : null, Does.Contain("could not be handed out").And.Contain("the row is gone"));
    }

    private static async ValueTask UntilCancelled(bool throwsSomethingElse, CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (throwsSomethingElse) throw new InvalidOperationException("the connection was closed");
        token.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Unreadable : UpdateClaim
    {
        public override IReadOnlyList<StoredUpdate> Updates => throw new IOException("the row is gone");

        public override int Attempt => 1;

        public override SaidCalls Said { get; } = new();
    }
}
