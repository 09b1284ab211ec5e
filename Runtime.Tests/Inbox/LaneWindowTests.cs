using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class LaneWindowTests
{
    private const int PerLane = 64;

    [Test]
    public async Task A_part_that_was_brought_in_ahead_is_not_brought_in_again_when_its_lane_is_continued()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        LaneWindow? window = null;
        using var lanes = new LaneScheduler(time, TimeSpan.FromSeconds(1)) { OnHungry = lane => window!.AddHungry(lane) };
        window = new LaneWindow(lanes, WindowLimits.Default);
        var store = new List<StoredUpdate>();
        void Append(long lane, string? group = null)
        {
            store.Add(Update(store.Count + 1, lane, group));
            lock (lanes.Gate) window.Appended(new StoredRow(store[^1]));
        }

        // As many as a lane keeps, an open group among them, and as many again that stay in the store.
        Append(1, "g");
        for (var i = 1; i < 2 * PerLane; i++) Append(1);
        Append(1, "g");
        // The lane runs out of what is in memory, all but the open group, and is continued up to the part.
        var handled = new List<long>();
        async Task Handle()
        {
            var claim = await lanes.Claim(CancellationToken.None);
            handled.AddRange(claim.Ids());
            lanes.Finish(claim);
        }

        for (var i = 1; i < PerLane; i++) await Handle();
        Continue(window, lanes, store);
        // Many parts ahead elsewhere, so that what is known of them is looked through.
        for (var lane = 2L; lane < 2 + 3; lane++)
        {
            for (var group = 0; group < PerLane; group++) Append(lane, $"{group}");
            Append(lane);
            for (var part = 0; part < 7; part++)
                for (var group = 0; group < PerLane; group++) Append(lane, $"{group}");
        }

        Append(1);
        for (var i = 0; i < PerLane; i++) await Handle();
        Continue(window, lanes, store);
        time.Advance(TimeSpan.FromSeconds(5));
        while (lanes.Held > 0) await Handle();

        Assert.That(handled.Order(), Is.EqualTo(store.Select(update => update.Id)), "each once");
    }

    [Test]
    public void An_album_is_held_for_as_long_as_the_longest_that_asked_for_it()
    {
        var unit = new LaneUnit(null!, Update(1, group: "g"), attempt: 0);

        unit.Hold(TimeSpan.FromSeconds(5));
        unit.Hold(TimeSpan.FromSeconds(3));

        Assert.That(unit.HoldUntil, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Parts_of_an_open_album_behind_a_retry_were_read_a_second_time()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        LaneWindow? window = null;
        using var lanes = new LaneScheduler(time, TimeSpan.FromSeconds(1)) { OnHungry = lane => window!.AddHungry(lane), OnWaiting = lane => window!.Trim(lane) };
        window = new LaneWindow(lanes, WindowLimits.Default);
        List<StoredUpdate> store = [Update(1), Update(2, group: "g"), Update(3), Update(4, group: "g"), Update(5)];
        foreach (var update in store)
            lock (lanes.Gate) window.Appended(new StoredRow(update));

        lanes.Return(lanes.Take(await lanes.Claim(CancellationToken.None))!, TimeSpan.FromSeconds(10), attempt: 1);
        Assert.That(lanes.Held, Is.EqualTo(3), "the one that waits, and the album, which may still grow");
        time.Advance(TimeSpan.FromSeconds(10));
        var handled = new List<long>();
        while (handled.Count < store.Count)
        {
            if (lanes.Held == 0) Continue(window, lanes, store);
            var claim = await lanes.Claim(CancellationToken.None).AsTask().WaitAsync(RealTime.Patience);
            handled.AddRange(claim.Ids());
            lanes.Finish(claim);
        }

        Assert.That(handled, Is.EqualTo(new[] { 1L, 2L, 4L, 3L, 5L }), "each once");
        Continue(window, lanes, store);
        Assert.That(lanes.Held, Is.Zero);
    }

    [Test]
    public async Task A_chat_with_many_updates_keeps_its_first_in_memory_one_that_waits_for_a_retry_only_that_and_both_are_handled_in_order()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        LaneWindow? window = null;
        using var lanes = new LaneScheduler(time, null) { OnHungry = lane => window!.AddHungry(lane), OnWaiting = lane => window!.Trim(lane) };
        window = new LaneWindow(lanes, new WindowLimits { MaxPerLane = 4 });
        var store = new List<StoredUpdate>();
        void Append(int count)
        {
            for (; count > 0; count--)
            {
                store.Add(Update(store.Count + 1));
                lock (lanes.Gate) window.Appended(new StoredRow(store[^1]));
            }
        }

        Append(10);
        Assert.That(lanes.Held, Is.EqualTo(4));
        lanes.Return(lanes.Take(await lanes.Claim(CancellationToken.None))!, TimeSpan.FromSeconds(10), attempt: 1);
        Append(5);
        Assert.That(lanes.Held, Is.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(10));
        var handled = new List<long>();
        while (handled.Count < store.Count)
        {
            if (lanes.Held == 0) Continue(window, lanes, store);
            Assert.That(lanes.Held, Is.InRange(1, 4));
            var claim = await lanes.Claim(CancellationToken.None).AsTask().WaitAsync(RealTime.Patience);
            handled.AddRange(claim.Ids());
            lanes.Finish(claim);
        }

        Assert.That(handled, Is.EqualTo(store.Select(update => update.Id)));
    }

    [Test]
    public void A_part_ahead_of_what_is_read_waits_in_the_store_unless_its_group_is_in_memory_and_comes_in_once()
    {
        using var lanes = new LaneScheduler(new FakeTimeProvider(), TimeSpan.FromSeconds(1));
        var window = new LaneWindow(lanes, WindowLimits.Default);
        var (first, part) = (new StoredRow(Update(1, group: "g")), new StoredRow(Update(3, group: "g")));
        lock (lanes.Gate)
        {
            window.Opened(lastId: 3);
            Apply([], part, readTo: 0);
            Assert.That(lanes.Held, Is.Zero, "its group was claimed meanwhile");
            Apply([first], part, readTo: 1);
            Assert.That(lanes.Held, Is.EqualTo(2));
            Apply([new StoredRow(Update(2, lane: 2))], part, readTo: 2);
            Assert.That(lanes.Held, Is.EqualTo(3), "it was brought in ahead already");
            Apply([part], null, readTo: 3);
            Assert.That(lanes.Held, Is.EqualTo(3), "and now its turn has come");
        }

        void Apply(List<StoredRow> rows, StoredRow? ahead, long readTo) =>
            window.Apply(window.Next()!, new ScanResult(rows, ahead is { } row ? [row] : [], readTo, ReachedEnd: false, []));
    }

    [TestCase(3, 100, 3)]
    [TestCase(100, 3, 3)]
    public void More_than_may_be_in_memory_stays_in_the_store(int maxHeld, int maxBytes, int held)
    {
        using var lanes = new LaneScheduler(new FakeTimeProvider(), TimeSpan.FromSeconds(1));
        var window = new LaneWindow(lanes, new WindowLimits { MaxHeld = maxHeld, MaxHeldBytes = maxBytes });
        lock (lanes.Gate)
        {
            for (var id = 1; id <= 10; id++) window.Appended(new StoredRow(Update(id, lane: id)));
        }

        Assert.That((lanes.Held, window.HasBacklog, window.HasRoom), Is.EqualTo((held, true, false)));
    }

    [Test]
    public void The_store_is_read_on_when_memory_is_less_than_half_full()
    {
        using var lanes = new LaneScheduler(new FakeTimeProvider(), TimeSpan.FromSeconds(1));
        foreach (var (limits, held) in new[] { (new WindowLimits { MaxHeld = 6 }, 2), (new WindowLimits { MaxHeldBytes = 6 }, 2), (new WindowLimits { MaxHeld = 6 }, 3), (new WindowLimits { MaxHeldBytes = 6 }, 3) })
        {
            var window = new LaneWindow(lanes, limits);
            lock (lanes.Gate)
            {
                while (lanes.Held < held)
                    lanes.Add(lanes.LaneOf(Update(lanes.Held, lane: lanes.Held)),
                        new StoredRow(Update(lanes.Held, lane: lanes.Held)));
                window.Opened(lastId: 100);
                Assert.That((window.HasRoom, window.HasWork, window.Next() is not null), held < 3 ? Is.EqualTo((true, true, true)) : Is.EqualTo((false, false, false)));
            }
        }
    }

    internal static StoredUpdate Update(long id, long lane = 1, string? group = null) => new()
    {
        Id = id,
        UpdateId = id,
        Kind = "message",
        Lane = lane,
        MediaGroupId = group,
        Body = "x"u8.ToArray(),
        ReceivedAt = default,
    };

    // As the loader does, over a store that is a list.
    private static void Continue(LaneWindow window, LaneScheduler lanes, List<StoredUpdate> store)
    {
        lock (lanes.Gate)
        {
            while (window.Next() is { Lane.Key: { } lane } request)
            {
                var rows = store.Where(update => update.Lane == lane && update.Id > request.From && update.Id <= request.To)
                    .Take(request.Limit).Select(update => new StoredRow(update)).ToList();
                window.Apply(request, new ScanResult(rows, [], rows.Count > 0 ? rows[^1].Update.Id : 0, rows.Count < request.Limit, []));
            }
        }
    }
}
