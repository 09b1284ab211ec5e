using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>When lanes that wait are looked at again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LaneAlarmTests : IDisposable
{
    private readonly TestClock _time = new();
    private readonly List<long?> _woken = [];
    private readonly LaneAlarm _alarm;

    public LaneAlarmTests() =>
        _alarm = new LaneAlarm(
            _time, new MonotonicClock(_time), lanes => _woken.AddRange(lanes.Select(lane => lane.Key)));

    public void Dispose() => _alarm.Dispose();

    [Test]
    public void Each_lane_is_woken_at_its_time_whatever_the_order_they_were_set_in()
    {
        foreach (var second in new[] { 2, 3, 1 }) Set(new Lane(second), second);

        Assert.That(Woken(0.999), Is.Empty);
        Assert.That(Woken(0.001), Is.EqualTo(new[] { 1 }));
        Assert.That(Woken(1), Is.EqualTo(new[] { 2 }));
        Assert.That(Woken(1), Is.EqualTo(new[] { 3 }));
        Assert.That(Woken(10), Is.Empty, "once each");
    }

    [Test]
    public void Lanes_that_are_due_together_are_woken_together()
    {
        for (var lane = 1; lane <= 3; lane++) Set(new Lane(lane), 1);

        Assert.That(Woken(5), Is.EquivalentTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_lane_that_is_set_earlier_is_woken_earlier_and_one_that_is_set_later_at_the_earlier_time()
    {
        var lane = new Lane(1);
        Set(lane, 5);
        Set(lane, 2);
        Set(lane, 3);
        Assert.That(Woken(2), Is.EqualTo(new[] { 1 }));

        Set(lane, 4);
        Assert.That(Woken(1.9), Is.Empty);
        Assert.That(Woken(0.1), Is.EqualTo(new[] { 1 }), "set again after it was woken");
    }

    [Test]
    public void A_lane_whose_time_is_over_is_woken_at_once()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        Set(new Lane(1), 5);

        Assert.That(Woken(0), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void A_timer_that_cuts_parts_of_a_millisecond_rang_before_the_time()
    {
        Set(new Lane(1), 0.0015);

        Assert.That(Woken(0.001), Is.Empty);
        Assert.That(Woken(0.001), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void A_wait_that_is_longer_than_timers_count_is_waited_out()
    {
        const int days = 100;
        Set(new Lane(1), days * 86_400);
        for (var day = 1; day < days; day++) Assert.That(Woken(86_400), Is.Empty, $"day {day}");

        Assert.That(Woken(86_400), Is.EqualTo(new[] { 1 }));
    }

    private void Set(Lane lane, double at) => _alarm.Set(lane, TimeSpan.FromSeconds(at));

    private List<long?> Woken(double after)
    {
        _time.Advance(TimeSpan.FromSeconds(after));
        List<long?> woken = [.. _woken];
        _woken.Clear();
        return woken;
    }
}
