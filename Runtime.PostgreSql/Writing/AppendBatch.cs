using System.Security.Cryptography;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Several appends as one transaction.</summary>
internal sealed class AppendBatch
{
    private readonly IReadOnlyList<AppendRequest> _requests;
    private readonly List<(AppendRequest Request, int At)> _updates = [];
    private readonly List<(AppendRequest Request, int At)> _faulty = [];
    private readonly List<(AppendRequest Request, int At, byte[] Digest)> _nameless = [];

    // What comes twice in one batch is a duplicate the second time.
    private readonly Dictionary<long, AppendRequest> _ids = [];
    private readonly Dictionary<long, int> _places = [];
    private readonly HashSet<string> _digests = [];
    private readonly HashSet<(AppendRequest, int)> _fresh = [];
    private AppendColumns? _columns;

    public AppendBatch(IReadOnlyList<AppendRequest> requests)
    {
        _requests = requests;
        foreach (var request in requests)
            for (var i = 0; i < request.Updates.Count; i++)
                Sort(request, i);
    }

    /// <summary>Somebody else's lane is due, or a lane that this instance has no room for.</summary>
    public bool LeavesWork { get; private set; }

    /// <summary>Writes everything; returns the lanes it went to that are this instance's.</summary>
    public async Task<IReadOnlyList<Lease>> Write(InboxParts parts, Session session, long fence, int room, long seenAt)
    {
        var batch = parts.Database.NewWritingBatch();
        var retention = (long)parts.Options.Retention.TotalSeconds;
        // Always in this order, so that two of these transactions never wait for each other: lanes, ids, ids of faulty
        // ones, digests.
        if (_updates.Count > 0)
            batch.BatchCommands.Add(UpdatesCommand(parts.Database, session, fence, room, seenAt, retention));
        if (_faulty.Count > 0) batch.BatchCommands.Add(FaultyCommand(parts.Database, seenAt, retention));
        if (_nameless.Count > 0) batch.BatchCommands.Add(NamelessCommand(parts.Database));
        if (batch.BatchCommands.Count == 0) return [];
        return await parts.Database.Run(batch, async reader =>
        {
            _fresh.Clear();
            LeavesWork = false;
            IReadOnlyList<Lease> leases = [];
            if (_updates.Count > 0)
                leases = await ReadUpdates(reader, session, fence, parts.WithAlbums).ConfigureAwait(false);
            if (_faulty.Count > 0) await ReadFaulty(reader).ConfigureAwait(false);
            if (_nameless.Count > 0) await ReadNameless(reader).ConfigureAwait(false);
            return leases;
        }).ConfigureAwait(false);
    }

    /// <summary>Tells each caller what became of what it brought.</summary>
    public void Kept()
    {
        foreach (var request in _requests)
        {
            var results = new AppendResult[request.Updates.Count];
            for (var i = 0; i < results.Length; i++)
                results[i] = _fresh.Contains((request, i)) ? AppendResult.Appended : AppendResult.Duplicate;
            request.Kept(results);
        }
    }

    public void Refused(InboxUnavailableException error)
    {
        foreach (var request in _requests) request.Refused(error);
    }

    private void Sort(AppendRequest request, int at)
    {
        var update = request.Updates[at];
        if (update.UpdateId is not { } id)
        {
            var digest = SHA256.HashData(update.Body.Span);
            if (_digests.Add(Convert.ToBase64String(digest))) _nameless.Add((request, at, digest));
        }
        else if (_ids.TryAdd(id, request))
        {
            _places[id] = at;
            if (update.Fault is null) _updates.Add((request, at));
            else _faulty.Add((request, at));
        }
    }

    private NpgsqlBatchCommand UpdatesCommand(
        Database database, Session session, long fence, int room, long seenAt, long retention) =>
        (_columns ??= new AppendColumns(_updates)).AddTo(
            new NpgsqlBatchCommand(AppendSql.Updates).With(database.Bot).With(database.TestTime).With(seenAt)
                .With(retention).With(session.Id).With(fence),
            room);

    private NpgsqlBatchCommand FaultyCommand(Database database, long seenAt, long retention) =>
        new NpgsqlBatchCommand(AppendSql.Faulty).With(database.Bot).With(database.TestTime).With(seenAt).With(retention)
            .With(Each(_faulty, static (request, at) => request.Updates[at].UpdateId!.Value))
            .With(Each(_faulty, static (request, at) => request.Lanes[at]))
            .With(Each(_faulty, static (request, at) => StoredText.Of(request.Updates[at].Kind)))
            .With(Each(_faulty, static (request, at) => request.Updates[at].Body))
            .With(Each<string?>(_faulty, static (request, at) => StoredText.Error(request.Updates[at].Fault!)));

    private NpgsqlBatchCommand NamelessCommand(Database database) =>
        new NpgsqlBatchCommand(AppendSql.Nameless).With(database.Bot).With(database.TestTime)
            .With([.. _nameless.Select(letter => StoredText.Of(letter.Request.Updates[letter.At].Kind))])
            .With([.. _nameless.Select(letter => letter.Request.Updates[letter.At].Body)])
            .With([.. _nameless.Select(letter => (string?)StoredText.Error(letter.Request.Updates[letter.At].Fault!))])
            .With([.. _nameless.Select(letter => (byte[]?)letter.Digest)]);

    private async Task ReadNameless(NpgsqlDataReader reader)
    {
        var kept = new HashSet<string>();
        while (await reader.ReadAsync().ConfigureAwait(false))
            kept.Add(Convert.ToBase64String(reader.GetFieldValue<byte[]>(0)));
        foreach (var (request, at, digest) in _nameless)
            if (kept.Contains(Convert.ToBase64String(digest))) _fresh.Add((request, at));
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    private async Task ReadFaulty(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync().ConfigureAwait(false)) Fresh(reader.GetInt64(0));
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    // The lanes come first, then what was kept of them; a lane may have got nothing new.
    private async Task<IReadOnlyList<Lease>> ReadUpdates(
        NpgsqlDataReader reader, Session session, long fence, bool withAlbums)
    {
        var own = new Dictionary<long, Lease>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var lane = reader.GetInt64(0);
            if (reader.IsDBNull(6))
            {
                if (reader.IsDBNull(2)) LeavesWork |= !reader.GetBoolean(5);
                else if (reader.GetInt64(2) == session.Id)
                    own[lane] = new Lease(lane, reader.GetInt64(3), reader.GetInt64(1), reader.GetInt32(4),
                        reader.GetInt64(3) == fence, new List<LaneRow>());
                continue;
            }

            var (request, at) = Fresh(reader.GetInt64(7));
            if (own.TryGetValue(lane, out var lease))
                ((List<LaneRow>)lease.Rows).Add(Row(reader, request, at, withAlbums));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        // What was kept comes in the order of its ids.
        foreach (var lease in own.Values)
            if (lease.Rows.Count > 1)
                ((List<LaneRow>)lease.Rows).Sort(static (one, other) => one.Position.CompareTo(other.Position));
        return [.. own.Values];
    }

    private static LaneRow Row(NpgsqlDataReader reader, AppendRequest request, int at, bool withAlbums)
    {
        var update = request.Updates[at];
        var receivedAt = reader.Time(8);
        return new LaneRow(reader.GetInt64(1), new StoredUpdate
        {
            Id = reader.GetInt64(6),
            UpdateId = update.UpdateId!.Value,
            Kind = update.Kind,
            Lane = request.Singles[at] ? null : request.Lanes[at],
            MediaGroupId = withAlbums ? update.MediaGroupId : null,
            Body = update.Body,
            ReceivedAt = receivedAt,
        })
        {
            JoinedAt = receivedAt,
        };
    }

    private (AppendRequest Request, int At) Fresh(long updateId)
    {
        var place = (_ids[updateId], _places[updateId]);
        _fresh.Add(place);
        return place;
    }

    private static T[] Each<T>(List<(AppendRequest Request, int At)> updates, Func<AppendRequest, int, T> value)
    {
        var values = new T[updates.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(updates[i].Request, updates[i].At);
        return values;
    }
}
