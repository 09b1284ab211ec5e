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
