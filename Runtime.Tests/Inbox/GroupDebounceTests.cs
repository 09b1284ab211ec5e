using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>When an album is complete, where its parts come late, again, or out of a store.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GroupDebounceTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestClock _time = new();
    private readonly LaneScheduler _lanes;

    public GroupDebounceTests() => _lanes = new LaneScheduler(_time, Second);

    public void Dispose() => _lanes.Dispose();

    [Test]
    public async Task A_part_in_the_tenth_second_after_a_start_is_quiet_for_a_debounce_and_not_for_longer()
    {
        Add(1, recovered: true);
        var claim = Claim();
        Pass(9.9);
        Add(2);
        Pass(0.9);
        Assert.That(claim.IsCompleted, Is.False, "ten seconds are over, and the last part is not quiet");
        Pass(0.1);
        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task However_many_parts_come_after_a_start_an_album_is_closed_after_eleven_seconds()
    {
        Add(1, recovered: true);
        var claim = Claim();
        Pass(9.5);
        Add(2);
        Pass(0.9);
        Add(3);
        Pass(0.5);
        Assert.That(claim.IsCompleted, Is.False);
        Pass(0.1);
        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L, 3L }));
    }

    [Test]
    public async Task A_part_that_waited_in_the_store_before_it_came_into_memory_was_waited_for_again()
    {
        Add(1, age: 0.4);
        var claim = Claim();
        Pass(0.5);
        Assert.That(claim.IsCompleted, Is.False);
        Pass(0.1);
        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task A_later_part_that_is_old_did_not_shorten_what_the_one_before_has_left(
        [Values(-5, 0, 3)] double age)
    {
        Add(1);
        var claim = Claim();
        Add(2, age: age);
        Pass(0.9);
        Assert.That(claim.IsCompleted, Is.False);
        Pass(0.1);
        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_part_that_is_refused_again_and_again_is_waited_for_each_time()
    {
        Add(1);
        var claim = Claim();
        for (var i = 0; i < 4; i++)
        {
            _lanes.Refused(1, "message", "g");
            Pass(2.9);
            Assert.That(claim.IsCompleted, Is.False, $"after {i + 1} refusals");
        }

        Add(2);
        Pass(0.9);
        Assert.That(claim.IsCompleted, Is.False);
        Pass(0.1);
        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public async Task A_refusal_right_after_a_start_closed_an_album_that_was_still_waited_for()
    {
        Add(1, recovered: true);
        var claim = Claim();
        Pass(1);
        _lanes.Refused(1, "message", "g");
        Pass(8.9);
        Assert.That(claim.IsCompleted, Is.False, "parts may come for ten seconds after a start");
        Add(2);
        Pass(1);

        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L, 2L }));
    }

    [TestCase(2L, "message", "g", TestName = "Refused in another chat")]
    [TestCase(1L, "channel_post", "g", TestName = "Refused of another kind")]
    [TestCase(1L, "message", "h", TestName = "Refused of another album")]
    [TestCase(null, "message", "g", TestName = "Refused of no chat")]
    public async Task A_refusal_of_something_else_holds_up_nothing(long? lane, string kind, string group)
    {
        Add(1);
        var claim = Claim();
        _lanes.Refused(lane, kind, group);
        Pass(1);

        Assert.That((await claim.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task A_group_that_is_full_does_not_wait_for_parts_that_were_refused()
    {
        Add(1);
        _lanes.Refused(1, "message", "g");
        for (var id = 2; id <= 10; id++) Add(id);

        Assert.That((await Claim().WaitAsync(RealTime.Patience)).Ids(), Has.Length.EqualTo(10));
    }

    [Test]
    public async Task The_eleventh_part_is_an_album_of_its_own()
    {
        for (var id = 1; id <= 11; id++) Add(id);
        _lanes.Finish(await Claim().WaitAsync(RealTime.Patience));
        var last = Claim();
        Pass(1);

        Assert.That((await last.WaitAsync(RealTime.Patience)).Ids(), Is.EqualTo(new[] { 11L }));
    }

    private Task<UpdateClaim> Claim() => _lanes.Claim(CancellationToken.None).AsTask();

    private void Pass(double seconds) => _time.Advance(seconds * Second);

    private void Add(long id, bool recovered = false, double age = 0)
    {
        var row = new StoredRow(LaneWindowTests.Update(id, group: "g"), IsRecovered: recovered, Age: age * Second);
        lock (_lanes.Gate) _lanes.Add(_lanes.LaneOf(row.Update), row);
    }
}
