using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LaneSchedulerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Test]
    public async Task A_store_hears_of_an_end_before_it_hears_of_what_follows_in_the_lane()
    {
        var heard = new List<string>();
        using var lanes = new LaneScheduler(_time, debounce: null)
        {
            OnClaimed = claim => heard.Add($"claimed {claim.Updates[0].Id}"),
            OnFinished = claim => heard.Add($"finished {claim.Updates[0].Id}"),
        };
        Add(lanes, 1);
        Add(lanes, 2);
        var first = await lanes.Claim(CancellationToken.None);
        var second = lanes.Claim(CancellationToken.None);

        Assert.That(lanes.Finish(first), Is.True);
        Assert.That((await second).Ids(), Is.EqualTo(new[] { 2L }));
        Assert.That(lanes.Finish(first), Is.False);
        Assert.That(heard, Is.EqualTo(new[] { "claimed 1", "finished 1", "claimed 2" }));
    }

    [Test]
    public async Task A_clock_that_is_set_forward_is_noticed_within_a_minute()
    {
        using var lanes = new LaneScheduler(_time, debounce: null);
        Add(lanes, 1, dueAt: _time.GetUtcNow().AddHours(5));
        var claim = lanes.Claim(CancellationToken.None).AsTask();
        _time.AdjustTime(_time.GetUtcNow().AddHours(6));
        Assert.That(claim.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L }));
    }

    private void Add(LaneScheduler lanes, long id, DateTimeOffset dueAt = default)
    {
        lock (lanes.Gate)
        {
            var update = LaneWindowTests.Update(id);
            lanes.Add(lanes.LaneOf(update), update, attempt: 0, dueAt, _time.GetUtcNow());
        }
    }
}
