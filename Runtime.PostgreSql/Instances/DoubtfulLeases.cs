using Npgsql;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Statements that may have made lanes this instance's, and whose answer was lost: such a lane would be nobody's until
/// the instance ends. They are asked for until the server cannot be carrying them out any more.
/// </summary>
internal sealed class DoubtfulLeases(InboxParts parts, LanePool pool)
{
    private static readonly TimeSpan AskedFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly List<(Session Session, long Fence, long Since)> _fences = [];

    // One that was found is given back in its time, and must not be found once more by an answer that is older than
    // that.
    private readonly HashSet<(long Lane, long Fence)> _found = [];

    public void Add(Session session, long fence)
    {
        lock (_gate) _fences.Add((session, fence, parts.LeaseTime.GetTimestamp()));
    }

    /// <summary>Finds what became of them; one caller at a time.</summary>
    /// <exception cref="Inbox.InboxUnavailableException">The database cannot be reached.</exception>
    public async Task Find()
    {
        var session = pool.Session;
        long[] fences;
        lock (_gate)
        {
            _fences.RemoveAll(entry => entry.Session != session || parts.LeaseTime.GetElapsedTime(entry.Since) > AskedFor);
            fences = [.. _fences.Select(entry => entry.Fence)];
            if (fences.Length == 0) _found.Clear();
        }

        if (fences.Length == 0) return;
        var batch = parts.Database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.Doubtful).With(parts.Database.Bot).With(session.Id).With(fences));
        var leases = await parts.Database.Run(batch, ReadLeases).ConfigureAwait(false);
        pool.Adopt(session, [.. leases.Where(lease => _found.Add((lease.Lane, lease.Fence)))]);
    }

    public static async Task<IReadOnlyList<Lease>> ReadLeases(NpgsqlDataReader reader)
    {
        var leases = new List<Lease>();
        while (await reader.ReadAsync().ConfigureAwait(false))
            leases.Add(new Lease(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), IsNew: true, []));
        return leases;
    }
}
