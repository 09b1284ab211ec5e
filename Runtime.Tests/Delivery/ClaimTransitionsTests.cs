using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How often what became of a claim is asked to be recorded, and what is said of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClaimTransitionsTests : IAsyncDisposable
{
    private readonly ScriptedInbox _inbox = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLoggers _log = new();
    private readonly List<WebhookException> _errors = [];
    private readonly ClaimTransitions _transitions;
    private int _asked;

    public ClaimTransitionsTests()
    {
        var logger = _log.CreateLogger("delivery");
        _transitions = new ClaimTransitions(_inbox, new ErrorReporter(_errors.Add, logger), _time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task It_is_asked_again_each_second_until_it_is_recorded()
    {
        FailFirst(2);
        var recorded = _transitions.Complete(Claim(), CancellationToken.None).AsTask();
        Assert.That(_asked, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.That(_asked, Is.EqualTo(1));
        for (var i = 0; i < 10_000 && !recorded.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(recorded, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        }

        Assert.That((await recorded, _asked), Is.EqualTo((true, 3)));
        Assert.That(_errors.Single().Stage, Is.EqualTo(WebhookStage.Storing), "told once");
        Assert.That(_log.Lines, Has.None.Contains(" 4021 "));
    }

    [Test]
    public async Task When_the_drain_is_over_it_is_asked_once_and_left_to_the_next_start()
    {
        FailFirst(int.MaxValue);

        Assert.That(await _transitions.Complete(Claim(), new CancellationToken(canceled: true)).AsTask().WaitAsync(RealTime.Patience), Is.False);

        Assert.That(_asked, Is.EqualTo(1));
        Assert.That(_errors, Is.Empty);
    }

    [Test]
    public async Task A_drain_that_ends_during_the_pause_waited_out_the_pause_on_a_clock_that_stands()
    {
        FailFirst(int.MaxValue);
        using var drain = new CancellationTokenSource();
        var recorded = _transitions.Complete(Claim(), drain.Token).AsTask();

        await drain.CancelAsync();

        Assert.That(await recorded.WaitAsync(RealTime.Patience), Is.False);
        Assert.That(_asked, Is.EqualTo(2), "once more, at once");
    }

    [Test]
    public async Task What_became_of_a_claim_that_was_lost_was_asked_for_for_ever()
    {
        FailFirst(int.MaxValue);

        Assert.That(await _transitions.Complete(Claim(new CancellationToken(canceled: true)), CancellationToken.None).AsTask().WaitAsync(RealTime.Patience), Is.False);

        Assert.That(_asked, Is.EqualTo(1));
    }

    [Test]
    public async Task A_claim_that_is_not_held_any_more_is_warned_of_for_the_update_may_be_handled_twice()
    {
        _inbox.Holds = false;

        Assert.That(await _transitions.Complete(Claim(), CancellationToken.None), Is.False);

        Assert.That(_log.Lines.Single(), Does.StartWith("Warning 4021 The claim on update 7 "));
        Assert.That(_errors, Is.Empty);
    }

    private void FailFirst(int times) => _inbox.Completing = _ =>
    {
        if (++_asked <= times) throw new IOException("the disk is gone");
    };

    private static ScriptedClaim Claim(CancellationToken lost = default) =>
        new(new StoredUpdate { Id = 1, UpdateId = 7, Body = TestUpdates.Message(7).Body, ReceivedAt = default },
            lost: lost);
}
