using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// How an instance comes in: one at a time for each bot, so that the first can tell that it is the first.
/// </summary>
internal static class Registration
{
    private const long DroppedAtOnce = 1000;

    /// <summary>Registers; gives up who was not heard of.</summary>
    /// <param name="parts">What is shared.</param>
    /// <param name="isOpening">It is the inbox's opening, and not its coming back: what earlier runs left may be
    /// dropped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InboxUnavailableException">The database cannot be reached.</exception>
    public static async Task<(Session Session, long SeenClock, DateTimeOffset? AlbumsHeldUntil)> Register(
        InboxParts parts, bool isOpening, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // An instance that registers at the same time comes first.
        deadline.CancelAfter(3 * parts.Options.CommandTimeout);
        try
        {
            var connection = await parts.Database.Connect(deadline.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var transaction = await connection.BeginTransactionAsync(deadline.Token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var result = await Register(
                        new Talk(connection, parts.Database, deadline.Token), parts, isOpening).ConfigureAwait(false);
                    await transaction.CommitAsync(deadline.Token).ConfigureAwait(false);
                    return result;
                }
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && (error is InboxUnavailableException || Database.IsTheDatabases(error)))
        {
            throw error as InboxUnavailableException ?? Database.Unavailable(error);
        }
    }

    private static async Task<(Session Session, long SeenClock, DateTimeOffset? AlbumsHeldUntil)> Register(
        Talk talk, InboxParts parts, bool isOpening)
    {
        await talk.Do(InstanceSql.AddBot, talk.ForBot).ConfigureAwait(false);
        var seen = await talk.Ask(InstanceSql.LockBot, talk.ForBot, reader => reader.GetInt64(0)).ConfigureAwait(false);
        await talk.Do(InstanceSql.GiveUp, command => talk.ForBot(command).With(0L)).ConfigureAwait(false);
        var marked = await talk.List(
            InstanceSql.Marked, command => talk.ForBot(command).With(0L),
            static reader => (Id: reader.GetInt64(0), Mark: reader.GetString(1))).ConfigureAwait(false);
        long[] ended = [.. marked.Where(static other => ProcessMark.IsGone(other.Mark)).Select(static other => other.Id)];
        var names = await talk.List(InstanceSql.GiveUpEnded, command => talk.ForBot(command).With(ended), static reader => reader.GetString(0)).ConfigureAwait(false);
        foreach (var name in names) InboxLog.Ended(parts.Logger, name);
        await talk.Do(InstanceSql.Inherit, talk.ForBotAndTime).ConfigureAwait(false);
        var others = await talk.Ask(
            InstanceSql.Others, talk.ForBot, reader => reader.GetInt64(0)).ConfigureAwait(false);
        await talk.Do(LaneSql.BringBack, command => talk.ForBotAndTime(command).With(parts.Context.LongestWait.Microseconds())).ConfigureAwait(false);
        if (others == 0)
            await talk.Do(InstanceSql.HoldAlbums, command => talk.ForBotAndTime(command).With(DueTimes.AfterOutage.Microseconds())).ConfigureAwait(false);
        if (isOpening && parts.Context.DropPending) await Drop(talk, parts, others).ConfigureAwait(false);
        var id = await talk.Ask(
            InstanceSql.Register,
            command => talk.ForBot(command).With(StoredText.Of(parts.Name))
                .With(parts.Options.Lease.GivenUpAfter.Microseconds())
                .WithText(ProcessMark.Own),
            reader => reader.GetInt64(0)).ConfigureAwait(false);
        var held = await talk.Ask(InstanceSql.AlbumsHeld, talk.ForBot, reader => reader.IsDBNull(0) ? (DateTimeOffset?)null : reader.Time(0)).ConfigureAwait(false);
        InboxLog.Registered(parts.Logger, id, parts.Name, parts.Database.Bot, others);
        return (new Session(id), seen, held);
    }

    private static async Task Drop(Talk talk, InboxParts parts, long others)
    {
        if (others > 0)
        {
            InboxLog.NotDropped(parts.Logger, others);
            return;
        }

        long dropped = 0;
        while (true)
        {
            var (updates, lanes) = await talk.Ask(
                InstanceSql.Drop, command => talk.ForBot(command).With(DroppedAtOnce),
                reader => (reader.GetInt64(0), reader.GetInt64(1))).ConfigureAwait(false);
            dropped += updates;
            if (lanes < DroppedAtOnce) break;
        }

        if (dropped > 0) InboxLog.Dropped(parts.Logger, dropped);
    }

    /// <summary>Statement after statement on one connection.</summary>
    private sealed class Talk(NpgsqlConnection connection, Database database, CancellationToken cancellationToken)
    {
        public NpgsqlBatchCommand ForBot(NpgsqlBatchCommand command) => command.With(database.Bot);

        public NpgsqlBatchCommand ForBotAndTime(NpgsqlBatchCommand command) =>
            command.With(database.Bot).With(database.TestTime);

        public Task<int> Do(string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill) =>
            Run(sql, fill, static reader => Task.FromResult(reader.RecordsAffected));

        public Task<T> Ask<T>(
            string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, Func<NpgsqlDataReader, T> read) =>
            Run(sql, fill, async reader =>
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return read(reader);
            });

        public Task<List<T>> List<T>(
            string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, Func<NpgsqlDataReader, T> read) =>
            Run(sql, fill, async reader =>
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
                return rows;
            });

        private async Task<T> Run<T>(
            string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, Func<NpgsqlDataReader, Task<T>> read)
        {
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                batch.BatchCommands.Add(fill(new NpgsqlBatchCommand(sql)));
                var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false)) return await read(reader).ConfigureAwait(false);
            }
        }
    }
}
