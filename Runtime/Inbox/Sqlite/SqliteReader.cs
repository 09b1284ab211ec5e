namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Reads from the file, beside the writer and never holding it up. One reader at a time.</summary>
internal sealed class SqliteReader(InboxConnection connection, TimeProvider time, TimeSpan longestWait)
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
            CheckOpen();
            var sql = request.Lane is null ? ReadSql.Scan : ReadSql.ScanLane;
            var statement = connection.Use(sql).Bind(1, request.From).Bind(2, request.To).Bind(3, request.Limit);
            if (request.Lane is { Key: var key }) statement.Bind(4, key);
            var unreadable = new List<(long, Exception)>();
            var reachedEnd = ReadRows(statement, unreadable, out var rows, out var count, out var readTo);
            return new ScanResult(rows, PartsAhead(rows, request.Tail, unreadable), readTo,
                reachedEnd && count < request.Limit, unreadable);
        }
    }

    /// <summary>
    /// The update and what was said of it, read again for one that is not all in memory; null when it is not there any
    /// more.
    /// </summary>
    public (StoredUpdate Update, ReadOnlyMemory<byte> Said)? One(long id, bool withSaid)
    {
        lock (_gate)
        {
            CheckOpen();
            if (OneRow(connection, id) is not { } row) return null;
            return (row.Update, withSaid && row.HasSaid ? OneBlob(ReadSql.Said, id) : default);
        }
    }

    /// <summary>Why the last attempt on an update failed.</summary>
    public string? Error(long id)
    {
        lock (_gate)
        {
            CheckOpen();
            var statement = connection.Use(ReadSql.Error).Bind(1, id);
            if (!statement.Step()) return null;
            var error = statement.Text(0);
            statement.Reset();
            return error;
        }
    }

    /// <summary>The newest dead letter there is.</summary>
    public long LastDead()
    {
        lock (_gate)
        {
            CheckOpen();
            return connection.Number(ReadSql.LastDead) ?? 0;
        }
    }

    /// <summary>Some dead letters after one and up to another, oldest first.</summary>
    public List<DeadLetter> Dead(long after, long last)
    {
        lock (_gate)
        {
            CheckOpen();
            var letters = new List<DeadLetter>();
            long bytes = 0;
            var rows = connection.Use(ReadSql.Dead).Bind(1, after).Bind(2, last).Bind(3, LettersPerRead);
            while (rows.Step())
            {
                var letter = Letter(rows);
                letters.Add(letter);
                bytes += letter.Body.Length;
                if (bytes < ScanBytes) continue;
                rows.Reset();
                break;
            }

            return letters;
        }
    }

    public void Close()
    {
        lock (_gate) _closed = true;
    }

    /// <summary>One update, on whichever connection.</summary>
    public StoredRow? OneRow(InboxConnection connection, long id)
    {
        var statement = connection.Use(ReadSql.One).Bind(1, id);
        if (!statement.Step()) return null;
        var row = Row(statement);
        statement.Reset();
        return row;
    }

    private void CheckOpen()
    {
        if (_closed) throw new InboxUnavailableException("The inbox is closed.");
    }

    private ReadOnlyMemory<byte> OneBlob(string sql, long id)
    {
        var statement = connection.Use(sql).Bind(1, id);
        if (!statement.Step()) return default;
        var blob = statement.Blob(0).ToArray();
        statement.Reset();
        return blob;
    }

    private static DeadLetter Letter(SqliteStatement row) => new()
    {
        Id = row.Int64(0),
        UpdateId = row.NullableInt64(1),
        Kind = KindNames.Share(row.Text(2)),
        Body = row.Blob(3).ToArray(),
        ReceivedAt = StoredTime.OrNearest(row.Int64(4)),
        Attempts = (int)row.Int64(5),
        Error = row.Text(6) ?? "",
        Said = SaidOf(row),
    };

    // A letter whose notes cannot be read is a letter all the same.
    private static List<SaidCall> SaidOf(SqliteStatement row)
    {
        if (row.IsNull(7)) return [];
        try
        {
            return SaidCallsFormat.Read(row.Blob(7).ToArray());
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private List<StoredRow> PartsAhead(List<StoredRow> rows, long tail, List<(long, Exception)> unreadable)
    {
        var ahead = new List<StoredRow>();
        if (rows.Count == 0) return ahead;
        var groups = rows.Where(row => row.Update.MediaGroupId is not null)
            .Select(row => (row.Update.Lane, row.Update.MediaGroupId, row.Update.Kind, row.Attempt)).Distinct();
        foreach (var (lane, group, kind, attempt) in groups)
        {
            var statement = connection.Use(ReadSql.ScanGroup).Bind(1, rows[^1].Update.Id).Bind(2, tail)
                .Bind(3, MediaGroupLimits.MaxParts)
                .Bind(4, lane).Bind(5, group).Bind(6, kind).Bind(7, attempt);
            ReadRows(statement, unreadable, out var parts, out _, out _);
            ahead.AddRange(parts);
        }

        return ahead;
    }

    private bool ReadRows(
        SqliteStatement statement, List<(long, Exception)> unreadable, out List<StoredRow> rows, out int count, out long readTo)
    {
        rows = [];
        count = 0;
        readTo = 0;
        long bytes = 0;
        while (statement.Step())
        {
            count++;
            readTo = statement.Int64(0);
            try
            {
                var row = Row(statement);
                rows.Add(row);
                bytes += row.Update.Body.Length;
            }
            catch (Exception error) when (error is not SqliteFault)
            {
                // One row that says nonsense must not keep those behind it from being read.
                unreadable.Add((readTo, error));
            }

            if (bytes < ScanBytes) continue;
            statement.Reset();
            return false;
        }

        return true;
    }

    private StoredRow Row(SqliteStatement row)
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
        DateTimeOffset? dueAt = row.NullableInt64(8) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;
        TimeSpan? asked = row.NullableInt64(9) is { } wait ? TimeSpan.FromMilliseconds(wait) : null;
        var left = RetryWait.Left(dueAt, asked, time.GetUtcNow(), longestWait);
        // A beginning takes the moment away that a failure has set.
        return new StoredRow(
            update, (int)row.Int64(7), left, LastAttemptFailed: dueAt is not null, HasSaid: row.Int64(10) != 0);
    }
}
