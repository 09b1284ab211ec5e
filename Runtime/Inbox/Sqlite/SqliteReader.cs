namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Reads from the file, beside the writer and never holding it up. One reader at a time.</summary>
internal sealed class SqliteReader(InboxConnection connection)
{
    // A scan stops early at this many bytes of updates.
    private const long ScanBytes = 4 * 1024 * 1024;
    private const int LettersPerRead = 64;

    private readonly Lock _gate = new();
    private bool _closed;

    public ScanResult Scan(ScanRequest request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IUpdateInbox));
            var sql = request.Lane is null ? ReadSql.Scan : ReadSql.ScanLane;
            var statement = connection.Use(sql).Bind(1, request.From).Bind(2, request.To).Bind(3, request.Limit);
            if (request.Lane is { Key: var key }) statement.Bind(4, key);
            var reachedEnd = ReadRows(statement, out var rows);
            return new ScanResult(rows, PartsAhead(rows, request.Tail), reachedEnd && rows.Count < request.Limit);
        }
    }

    /// <summary>The body, read again for an update whose body is not kept in memory.</summary>
    public ReadOnlyMemory<byte> Body(long id)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IUpdateInbox));
            return OneRow(connection, id)?.Body ?? throw new InboxException($"Update {id} is not in the inbox any more.");
        }
    }

    /// <summary>Some dead letters after one, oldest first.</summary>
    public List<DeadLetter> Dead(long after)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IUpdateInbox));
            var letters = new List<DeadLetter>();
            var rows = connection.Use(ReadSql.Dead).Bind(1, after).Bind(2, LettersPerRead);
            while (rows.Step())
            {
                letters.Add(new DeadLetter
                {
                    Id = rows.Int64(0),
                    UpdateId = rows.NullableInt64(1),
                    Kind = KindNames.Share(rows.Text(2)),
                    Body = rows.Blob(3).ToArray(),
                    ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(4)),
                    Attempts = (int)rows.Int64(5),
                    Error = rows.Text(6)!,
                });
            }

            return letters;
        }
    }

    public void Close()
    {
        lock (_gate) _closed = true;
    }

    /// <summary>One update, on whichever connection.</summary>
    public static StoredUpdate? OneRow(InboxConnection connection, long id)
    {
        var statement = connection.Use(ReadSql.One).Bind(1, id);
        if (!statement.Step()) return null;
        var row = Row(statement);
        statement.Reset();
        return row.Update;
    }

    private List<StoredRow> PartsAhead(List<StoredRow> rows, long tail)
    {
        var ahead = new List<StoredRow>();
        if (rows.Count == 0) return ahead;
        var groups = rows.Where(row => row.Update.MediaGroupId is not null)
            .Select(row => (row.Update.Lane, row.Update.MediaGroupId, row.Update.Kind, row.Attempt)).Distinct();
        foreach (var (lane, group, kind, attempt) in groups)
        {
            var statement = connection.Use(ReadSql.ScanGroup).Bind(1, rows[^1].Update.Id).Bind(2, tail).Bind(3, LaneUnit.MaxParts)
                .Bind(4, lane).Bind(5, group).Bind(6, kind).Bind(7, attempt);
            ReadRows(statement, out var parts);
            ahead.AddRange(parts);
        }

        return ahead;
    }

    private static bool ReadRows(SqliteStatement statement, out List<StoredRow> rows)
    {
        rows = [];
        long bytes = 0;
        while (statement.Step())
        {
            var row = Row(statement);
            rows.Add(row);
            bytes += row.Update.Body.Length;
            if (bytes < ScanBytes) continue;
            statement.Reset();
            return false;
        }

        return true;
    }

    private static StoredRow Row(SqliteStatement row)
    {
        var update = new StoredUpdate
        {
            Id = row.Int64(0),
            UpdateId = row.Int64(1),
            Kind = KindNames.Share(row.Text(2)),
            Lane = row.NullableInt64(3),
            MediaGroupId = row.Text(4),
            Body = row.Blob(5).ToArray(),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(6)),
        };
        var dueAt = row.NullableInt64(8) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : default;
        return new StoredRow(update, (int)row.Int64(7), dueAt);
    }
}
