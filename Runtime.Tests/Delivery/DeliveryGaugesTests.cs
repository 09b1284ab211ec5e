using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How often an inbox is asked for its numbers, and by whom.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeliveryGaugesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedInbox _inbox = new();
    private readonly DeliveryGauges _gauges;
    private CancellationToken _token;
    private int _asked;

    public DeliveryGaugesTests()
    {
        _inbox.Asking = token =>
        {
            _token = token;
            return new ValueTask<InboxStatus>(new InboxStatus { Pending = ++_asked, Handled = 0, Waiting = 2, Dead = 3, OldestAge = TimeSpan.FromSeconds(4) });
        };
        _gauges = new DeliveryGauges(_inbox, () => 0, new UpdateTelemetry(4711, false, _time), "gauges", _time);
    }

    public async ValueTask DisposeAsync()
    {
        _gauges.Dispose();
        await _inbox.DisposeAsync();
    }

    [Test]
    public void Somebody_who_looks_makes_it_ask_every_five_seconds_and_does_not_ask_himself()
    {
        Assert.That(_asked, Is.Zero, "nobody has looked");
        Assert.That(_gauges.Read(), Is.EqualTo(new Runtime.Telemetry.InboxReading(1, 2, 3, TimeSpan.FromSeconds(4))));
        for (var i = 0; i < 10; i++) _gauges.Read();
        Assert.That(_asked, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.That(_asked, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.That((_asked, _gauges.Read()!.Value.Pending), Is.EqualTo((2, 2)));
    }

    [Test]
    public void An_inbox_was_asked_for_ever_after_the_last_one_had_looked()
    {
        _gauges.Read();
        for (var i = 0; i < 59; i++) _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_asked, Is.EqualTo(60));
        for (var i = 0; i < 100; i++) _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_asked, Is.EqualTo(60), "five minutes after the last look");

        Assert.That(_gauges.Read()!.Value.Pending, Is.EqualTo(61), "who looks again sees what is, and not what was");
    }

    [Test]
    public void Who_looks_after_a_rest_at_an_inbox_that_takes_its_time_sees_no_number_of_before()
    {
        _gauges.Read();
        for (var i = 0; i < 61; i++) _time.Advance(TimeSpan.FromSeconds(5));
        var slow = new TaskCompletionSource<InboxStatus>();
        _inbox.Asking = _ => new ValueTask<InboxStatus>(slow.Task);

        Assert.That(_gauges.Read(), Is.Null);
    }

    [Test]
    public void An_inbox_that_fails_shows_no_number_and_is_asked_again()
    {
        var answers = _inbox.Asking;
        _inbox.Asking = _ => throw new InboxException("no");
        Assert.That(_gauges.Read(), Is.Null);
        _inbox.Asking = answers;
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(_gauges.Read()!.Value.Pending, Is.EqualTo(1));
    }

    [Test]
    public void A_closed_one_asks_no_more_and_ends_what_it_asked([Values] bool twice)
    {
        _gauges.Read();
        _gauges.Dispose();
        if (twice) _gauges.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_gauges.Read(), Is.Null);
        Assert.That(_asked, Is.EqualTo(1));
        Assert.That(_token.IsCancellationRequested, Is.True, "a question that hangs ends");
    }
}
