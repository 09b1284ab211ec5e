using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LaneSchedulerTests
{
    private readonly TestClock _time = new();

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
    public async Task A_clock_that_was_set_back_or_forward_changed_how_long_a_retry_and_an_open_album_waited()
    {
        using var lanes = new LaneScheduler(_time, TimeSpan.FromSeconds(1));
        Add(lanes, new StoredRow(LaneWindowTests.Update(1, lane: 1), Attempt: 1, Wait: TimeSpan.FromSeconds(5)));
        Add(lanes, new StoredRow(LaneWindowTests.Update(2, lane: 2, group: "g")));
        _time.Ahead = TimeSpan.FromHours(-1);
        var album = lanes.Claim(CancellationToken.None).AsTask();
        var retry = lanes.Claim(CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await album.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 2L }));

        _time.Ahead = TimeSpan.FromHours(6);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(retry.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await retry.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task A_part_that_is_read_while_its_group_is_handled_joined_what_was_handed_out()
    {
        using var lanes = new LaneScheduler(_time, TimeSpan.FromSeconds(1));
        Add(lanes, Tried(1, attempt: 1));
        var held = await lanes.Claim(CancellationToken.None);
        Add(lanes, Tried(2, attempt: held.Attempt));
        lanes.Finish(held);

        Assert.That(held.Ids(), Is.EqualTo(new[] { 1L }));
        Assert.That(lanes.Held, Is.EqualTo(1));
        Assert.That((await lanes.Claim(CancellationToken.None)).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task A_tried_group_was_handed_out_when_its_first_part_was_read()
    {
        using var lanes = new LaneScheduler(_time, TimeSpan.FromSeconds(1));
        var waiting = lanes.Claim(CancellationToken.None).AsTask();
        lock (lanes.Gate)
        {
            lanes.Load(() =>
            {
                for (var id = 1; id <= 3; id++) lanes.Add(lanes.LaneOf(Tried(id, 1).Update), Tried(id, attempt: 1));
            });
        }

        Assert.That((await waiting.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public async Task The_bodies_of_an_album_that_waits_for_a_retry_stayed_in_memory([Values(1, 3)] int parts)
    {
        using var lanes = new LaneScheduler(_time, TimeSpan.FromSeconds(1));
        for (var id = 1; id <= parts; id++) Add(lanes, Tried(id, attempt: 1));
        Assert.That((lanes.Held, lanes.HeldBytes), Is.EqualTo((parts, parts)));

        lanes.Return(lanes.Take(await lanes.Claim(CancellationToken.None))!, TimeSpan.FromSeconds(5), 2,
            static part => part.With(part.Id, default));

        Assert.That((lanes.Held, lanes.HeldBytes), Is.EqualTo((parts, 0)));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await lanes.Claim(CancellationToken.None)).Updates.Select(part => part.Body.Length), Is.All.Zero);
    }

    private static StoredRow Tried(long id, int attempt) =>
        new(LaneWindowTests.Update(id, group: "g"), Attempt: attempt, LastAttemptFailed: true);

    private static void Add(LaneScheduler lanes, long id) => Add(lanes, new StoredRow(LaneWindowTests.Update(id)));

    private static void Add(LaneScheduler lanes, StoredRow row)
    {
        lock (lanes.Gate) lanes.Add(lanes.LaneOf(row.Update), row);
    }
}
