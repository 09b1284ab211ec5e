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
        var batch = parts.Database.NewBatch();
        var retention = (long)parts.Options.Retention.TotalSeconds;
        if (_nameless.Count > 0) batch.BatchCommands.Add(NamelessCommand(parts.Database));
        if (_faulty.Count > 0) batch.BatchCommands.Add(FaultyCommand(parts.Database, seenAt, retention));
        if (_updates.Count > 0) batch.BatchCommands.Add(UpdatesCommand(parts.Database, session, fence, room, seenAt, retention));
        if (batch.BatchCommands.Count == 0) return [];
        return await parts.Database.Run(batch, async reader =>
        {
            _fresh.Clear();
            LeavesWork = false;
            if (_nameless.Count > 0) await ReadNameless(reader).ConfigureAwait(false);
            if (_faulty.Count > 0) await ReadFaulty(reader).ConfigureAwait(false);
            return _updates.Count > 0 ? await ReadUpdates(reader, session, fence, parts.WithAlbums).ConfigureAwait(false) : [];
        }).ConfigureAwait(false);
    }

    /// <summary>Tells each caller what became of what it brought.</summary>
    public void Kept()
    {
        foreach (var request in _requests)
        {
            var results = new AppendResult[request.Updates.Count];
            for (var i = 0; i < results.Length; i++) results[i] = _fresh.Contains((request, i)) ? AppendResult.Appended : AppendResult.Duplicate;
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

    private NpgsqlBatchCommand UpdatesCommand(Database database, Session session, long fence, int room, long seenAt, long retention) =>
        new NpgsqlBatchCommand(AppendSql.Updates).With(database.Bot).With(database.TestTime).With(seenAt).With(retention)
            .With(session.Id).With(fence).With((long)room)
            .With(Each(_updates, static (request, at) => request.Updates[at].UpdateId!.Value))
            .With(Each(_updates, static (request, at) => request.Lanes[at]))
            .With(Each(_updates, static (request, at) => request.Singles[at]))
            .With(Each(_updates, static (request, at) => StoredText.Of(request.Updates[at].Kind)))
            .With(Each(_updates, static (request, at) => StoredText.Of(request.Updates[at].MediaGroupId)))
            .With(Each<byte[]?>(_updates, static (request, at) => request.Updates[at].Body.ToArray()));

    private NpgsqlBatchCommand FaultyCommand(Database database, long seenAt, long retention) =>
        new NpgsqlBatchCommand(AppendSql.Faulty).With(database.Bot).With(database.TestTime).With(seenAt).With(retention)
            .With(Each(_faulty, static (request, at) => request.Updates[at].UpdateId!.Value))
            .With(Each(_faulty, static (request, at) => request.Lanes[at]))
            .With(Each(_faulty, static (request, at) => StoredText.Of(request.Updates[at].Kind)))
            .With(Each<byte[]?>(_faulty, static (request, at) => request.Updates[at].Body.ToArray()))
            .With(Each<string?>(_faulty, static (request, at) => StoredText.Error(request.Updates[at].Fault!)));

    private NpgsqlBatchCommand NamelessCommand(Database database) =>
        new NpgsqlBatchCommand(AppendSql.Nameless).With(database.Bot).With(database.TestTime)
            .With([.. _nameless.Select(letter => StoredText.Of(letter.Request.Updates[letter.At].Kind))])
            .With([.. _nameless.Select(letter => (byte[]?)letter.Request.Updates[letter.At].Body.ToArray())])
            .With([.. _nameless.Select(letter => (string?)StoredText.Error(letter.Request.Updates[letter.At].Fault!))])
            .With([.. _nameless.Select(letter => (byte[]?)letter.Digest)]);

    private async Task ReadNameless(NpgsqlDataReader reader)
    {
        var kept = new HashSet<string>();
        while (await reader.ReadAsync().ConfigureAwait(false)) kept.Add(Convert.ToBase64String(reader.GetFieldValue<byte[]>(0)));
        foreach (var (request, at, digest) in _nameless)
            if (kept.Contains(Convert.ToBase64String(digest))) _fresh.Add((request, at));
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    private async Task ReadFaulty(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync().ConfigureAwait(false)) Fresh(reader.GetInt64(0));
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Lease>> ReadUpdates(NpgsqlDataReader reader, Session session, long fence, bool withAlbums)
    {
        var leases = new List<Lease>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var (request, at) = Fresh(reader.GetInt64(0));
            var lane = reader.GetInt64(4);
            if (reader.IsDBNull(6))
            {
                LeavesWork |= !reader.GetBoolean(9);
                continue;
            }

            if (reader.GetInt64(6) != session.Id) continue;
            if (leases.Count == 0 || leases[^1].Lane != lane)
                leases.Add(new Lease(lane, reader.GetInt64(7), reader.GetInt64(5), reader.GetInt32(8), reader.GetInt64(7) == fence, new List<LaneRow>()));
            var update = request.Updates[at];
            ((List<LaneRow>)leases[^1].Rows).Add(new LaneRow(reader.GetInt64(2), new StoredUpdate
            {
                Id = reader.GetInt64(1),
                UpdateId = update.UpdateId!.Value,
                Kind = update.Kind,
                Lane = request.Singles[at] ? null : lane,
                MediaGroupId = withAlbums ? update.MediaGroupId : null,
                Body = update.Body,
                ReceivedAt = reader.Time(3),
            })
            {
                JoinedAt = reader.Time(3),
            });
        }

        return leases;
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
