using Npgsql;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Transitions of many lanes as one transaction.</summary>
internal sealed class TransitionBatch
{
    private readonly Database _database;
    private readonly NpgsqlBatch _batch;
    private readonly Dictionary<RetryTransition, byte[]?> _said = [];

    public TransitionBatch(Database database, IReadOnlyList<Transition> transitions)
    {
        _database = database;
        _batch = database.NewWritingBatch();
        _batch.BatchCommands.Add(SettleCommand(transitions));
        AddNotes([.. transitions.OfType<NoteTransition>()]);
        AddRetries([.. transitions.OfType<RetryTransition>()]);
        AddBuried([.. transitions.OfType<BuryTransition>().SelectMany(dead => dead.Claim.Rows, static (dead, row) => (dead, row))]);
        AddForgotten(transitions);
        AddReleases([.. transitions.OfType<ReleaseTransition>().Select(transition => transition.Release).Where(release => release.DueAt is not null)]);
    }

    /// <summary>What a retry wrote as said.</summary>
    public byte[] SaidOf(RetryTransition retry) => _said[retry] ?? [];

    /// <summary>Writes; returns the tails of the lanes whose leases are held, and the time.</summary>
    public Task<(Dictionary<(long Lane, long Fence), long> Held, DateTimeOffset? Now)> Write() => _database.Run(_batch, static async reader =>
    {
        var held = new Dictionary<(long Lane, long Fence), long>();
        DateTimeOffset? now = null;
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            held[(reader.GetInt64(0), reader.GetInt64(1))] = reader.GetInt64(2);
            now = reader.Time(3);
        }

        return (held, now);
    });

    private NpgsqlBatchCommand SettleCommand(IReadOnlyList<Transition> transitions)
    {
        var rows = SettleRow.Of(transitions);
        return new NpgsqlBatchCommand(TransitionSql.Settle).With(_database.Bot).With(_database.TestTime)
            .With([.. rows.Select(static row => row.Lane)]).With([.. rows.Select(static row => row.Fence)])
            .With([.. rows.Select(static row => row.Position)]).With([.. rows.Select(static row => row.ReadTo)]);
    }

    private void AddForgotten(IReadOnlyList<Transition> transitions)
    {
        var lanes = transitions.Where(static transition => transition.EndsCrashes)
            .Select(static transition => transition.Lane).Distinct().ToList();
        if (lanes.Count == 0) return;
        _batch.BatchCommands.Add(new NpgsqlBatchCommand(TransitionSql.Forget).With(_database.Bot)
            .With([.. lanes.Select(lane => lane.Key)]).With([.. lanes.Select(lane => lane.Fence)]));
    }

    private void AddNotes(List<NoteTransition> notes)
    {
        notes.RemoveAll(static note => note.Claim.IsOver && !note.IsLast);
        if (notes.Count == 0) return;
        _batch.BatchCommands.Add(new NpgsqlBatchCommand(TransitionSql.Note).With(_database.Bot)
            .With([.. notes.Select(note => note.Lane.Key)]).With([.. notes.Select(note => note.Lane.Fence)])
            .With([.. notes.Select(note => note.Claim.Rows[0].Position)])
            .With([.. notes.Select(note => note.Claim.SavedSaid())]));
    }

    private void AddRetries(List<RetryTransition> retries)
    {
        if (retries.Count == 0) return;
        foreach (var retry in retries) _said[retry] = retry.Claim.SavedSaid();
        var rows = retries.SelectMany(retry => retry.Claim.Rows, static (retry, row) => (Retry: retry, Row: row))
            .ToList();
        _batch.BatchCommands.Add(new NpgsqlBatchCommand(TransitionSql.Retry).With(_database.Bot).With(_database.TestTime)
            .With([.. rows.Select(each => each.Retry.Lane.Key)]).With([.. rows.Select(each => each.Retry.Lane.Fence)])
            .With([.. rows.Select(each => each.Row.Position)]).With([.. rows.Select(each => each.Retry.Attempts)])
            .With([.. rows.Select(each => each.Retry.Wait.Microseconds())])
            .With([.. rows.Select(each => each.Retry.Unit)])
            .With([.. rows.Select(each => each.Retry.Error)])
            .With([.. rows.Select(each => each.Row == each.Retry.Claim.Rows[0] ? _said[each.Retry] : null)]));
    }

    private void AddBuried(List<(BuryTransition Bury, LaneRow Row)> dead)
    {
        if (dead.Count == 0) return;
        _batch.BatchCommands.Add(new NpgsqlBatchCommand(TransitionSql.Bury).With(_database.Bot).With(_database.TestTime)
            .With([.. dead.Select(each => each.Bury.Lane.Key)]).With([.. dead.Select(each => each.Bury.Lane.Fence)])
            .With([.. dead.Select(each => each.Row.Position)]).With([.. dead.Select(each => each.Bury.Claim.Attempt)])
            .With([.. dead.Select(each => (string?)each.Bury.Error)])
            .With([.. dead.Select(each => each.Row == each.Bury.Claim.Rows[0] ? each.Bury.Claim.SavedSaid() : null)]));
    }

    private void AddReleases(List<LaneRelease> free)
    {
        if (free.Count == 0) return;
        _batch.BatchCommands.Add(new NpgsqlBatchCommand(TransitionSql.Release).With(_database.Bot)
            .With([.. free.Select(each => each.Lane.Key)]).With([.. free.Select(each => each.Lane.Fence)])
            .With([.. free.Select(each => each.Always ? -1 : each.ReadTo)])
            .With([.. free.Select(each => each.DueAt!.Value.UtcDateTime)]).With([.. free.Select(each => each.Waits)])
            .With([.. free.Select(each => each.Crashed ? 1 : 0)]));
    }
}
