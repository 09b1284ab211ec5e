namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>What to do with a lane now.</summary>
internal enum LaneStep
{
    /// <summary>Hand out the rows.</summary>
    Claim,

    /// <summary>Read on.</summary>
    Read,

    /// <summary>Look for the parts of the album whose first row it is.</summary>
    FindAlbum,

    /// <summary>Give it back: until a time, or for good when it is empty.</summary>
    Leave,
}

/// <summary>
/// Which step follows for a lane: of it, the oldest update that is not done, save that open albums are passed over
/// until they are complete. A policy: it changes nothing.
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="Rows">What is handed out, or the first part of an album.</param>
/// <param name="DueAt">For <see cref="LaneStep.Leave"/>: when there is something to look at; null when there is nothing
/// at all.</param>
/// <param name="Waits">For <see cref="LaneStep.Leave"/>: whether what comes later has to wait, too.</param>
internal sealed record LaneDecision(
    LaneStep Step, IReadOnlyList<LaneRow> Rows, DateTimeOffset? DueAt = null, bool Waits = false)
{
    public static LaneDecision Of(OwnedLane lane, DueTimes times, DateTimeOffset? heldUntil, DateTimeOffset now)
    {
        DateTimeOffset? wake = null;
        for (var at = 0; at < lane.Rows.Count; at++)
        {
            var row = lane.Rows[at];
            if (!row.IsOpen)
            {
                var due = times.OfRetry(row, now);
                if (due > now) return new LaneDecision(LaneStep.Leave, [], Earlier(wake, due), Waits: true);
                return row.Unit is null
                    ? new LaneDecision(LaneStep.Claim, [row])
                    : new LaneDecision(LaneStep.FindAlbum, [row]);
            }

            if (lane.Rows.Take(at).Any(row.IsOfAlbum)) continue;
            var complete = lane.Albums.TryGetValue((row.Update.Kind, row.Update.MediaGroupId!), out var known)
                ? known
                : times.OfAlbum([.. lane.Rows.Where(row.IsOfAlbum)], heldUntil, now);
            if (complete <= now) return new LaneDecision(LaneStep.FindAlbum, [row]);
            wake = Earlier(wake, complete);
        }

        if (lane.HasMore) return new LaneDecision(LaneStep.Read, []);
        return new LaneDecision(LaneStep.Leave, [], wake);
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}
