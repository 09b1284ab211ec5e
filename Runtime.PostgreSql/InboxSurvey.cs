using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>How much there is, for all instances.</summary>
internal sealed class InboxSurvey(InboxParts parts, LanePool pool)
{
    // Counting a backlog of millions takes a while, so a caller that asks every second gets the last answer for some
    // seconds.
    private const int RestFactor = 10;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private InboxStatus? _last;
    private long _countedAt;
    private TimeSpan _took;

    public async Task<InboxStatus> Status(CancellationToken cancellationToken)
    {
        lock (_gate)
            if (_last is { } last && _took > Quick && parts.LeaseTime.GetElapsedTime(_countedAt) < RestFactor * _took)
                return last;
        var began = parts.LeaseTime.GetTimestamp();
        var status = await Count(cancellationToken).ConfigureAwait(false);
        lock (_gate)
            (_last, _countedAt, _took) = (status, parts.LeaseTime.GetTimestamp(),
                parts.LeaseTime.GetElapsedTime(began));
        return status;
    }

    public Task<IReadOnlyList<WaitingUpdate>> Waiting(int limit, CancellationToken cancellationToken)
    {
        var database = parts.Database;
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeadSql.Waiting).With(database.Bot).With(database.TestTime).With((long)Math.Max(0, limit)));
        return database.Run<IReadOnlyList<WaitingUpdate>>(batch, async reader =>
        {
            var waiting = new List<WaitingUpdate>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                waiting.Add(new WaitingUpdate
                {
                    UpdateId = reader.GetInt64(0),
                    Kind = reader.TextOrNull(1),
                    Lane = reader.GetBoolean(3) ? null : reader.GetInt64(2),
                    ReceivedAt = reader.Time(4),
                    Attempts = reader.GetInt32(5),
                    Wait = TimeSpan.FromMicroseconds(reader.GetInt64(6)),
                    Error = reader.TextOrNull(7),
                });
            return waiting;
        }, cancellationToken);
    }

    private Task<InboxStatus> Count(CancellationToken cancellationToken)
    {
        var database = parts.Database;
        var session = pool.Session;
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeadSql.Count).With(database.Bot).With(database.TestTime).With(session.Id));
        return database.Run(batch, async reader =>
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return new InboxStatus
            {
                Pending = reader.GetInt64(0),
                Waiting = reader.GetInt64(1),
                Dead = reader.GetInt64(2),
                Handled = Math.Min(reader.GetInt64(0), reader.GetInt64(3) + pool.Handled),
                OldestAge = reader.IsDBNull(4) ? null : TimeSpan.FromMicroseconds(Math.Max(0, reader.GetInt64(4))),
            };
        }, cancellationToken);
    }
}
