namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// A row of <see cref="TransitionSql.Settle"/>: a lane whose lease is asked for, and what goes of it.
/// </summary>
/// <param name="Lane">The lane.</param>
/// <param name="Fence">Its lease.</param>
/// <param name="Position">The update that is done; 0 for none.</param>
/// <param name="ReadTo">Up to where the lane was read if it is to go with that; -1 if not.</param>
internal readonly record struct SettleRow(long Lane, long Fence, long Position, long ReadTo)
{
    /// <summary>The rows of transitions, in the order in which the lanes are locked.</summary>
    public static List<SettleRow> Of(IReadOnlyList<Transition> transitions)
    {
        var rows = new List<SettleRow>(transitions.Count);
        var last = new Dictionary<(long Lane, long Fence), int>(transitions.Count);
        foreach (var transition in transitions)
        {
            var lane = (transition.Lane.Key, transition.Lane.Fence);
            var readTo = transition is ReleaseTransition { Release: { DueAt: null } empty } ? empty.ReadTo : -1;
            if (transition is CompleteTransition done)
                foreach (var row in done.Claim.Rows) Add(lane, row.Position, -1);
            // Most lanes are empty after what is done of them: that is one row then.
            else if (!last.TryGetValue(lane, out var at)) Add(lane, 0, readTo);
            else if (readTo >= 0) rows[at] = rows[at] with { ReadTo = readTo };
        }

        rows.Sort(static (one, other) => one.Lane != other.Lane ? one.Lane.CompareTo(other.Lane) : one.Fence.CompareTo(other.Fence));
        return rows;

        void Add((long Lane, long Fence) lane, long position, long readTo)
        {
            last[lane] = rows.Count;
            rows.Add(new SettleRow(lane.Lane, lane.Fence, position, readTo));
        }
    }
}
