using System.Runtime.CompilerServices;
using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>What was given up.</summary>
internal sealed class DeadLetterList(InboxParts parts, Action replayed)
{
    private readonly Database _database = parts.Database;

    public async IAsyncEnumerable<DeadLetter> List([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newest = await _database.Scalar<long>(
            DeadSql.Newest, command => command.With(_database.Bot), cancellationToken).ConfigureAwait(false);
        for (var behind = 0L; behind < newest;)
        {
            // A page at a time: nobody holds a connection while the caller looks at a letter.
            var page = await Page(behind, newest, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0) yield break;
            foreach (var letter in page) yield return letter;
            behind = page[^1].Id;
        }
    }

    public async Task<bool> Replay(long id, CancellationToken cancellationToken)
    {
        var batch = _database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeadSql.Replay).With(_database.Bot).With(_database.TestTime).With(id));
        var isReplayed = await _database.Run(
            batch, reader => reader.ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (isReplayed) replayed();
        return isReplayed;
    }

    public async Task<int> Purge(long? id, CancellationToken cancellationToken)
    {
        if (id is { } one)
            return await _database.Execute(DeadSql.PurgeOne, command => command.With(_database.Bot).With(one), cancellationToken).ConfigureAwait(false);
        var newest = await _database.Scalar<long>(
            DeadSql.Newest, command => command.With(_database.Bot), cancellationToken).ConfigureAwait(false);
        var all = 0;
        while (true)
        {
            var step = await _database.Execute(DeadSql.PurgeStep, command => command.With(_database.Bot).With(newest), cancellationToken).ConfigureAwait(false);
            if (step == 0) return all;
            all += step;
        }
    }

    private Task<List<DeadLetter>> Page(long behind, long newest, CancellationToken cancellationToken)
    {
        var batch = _database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeadSql.List).With(_database.Bot).With(behind).With(newest));
        return _database.Run(batch, async reader =>
        {
            var letters = new List<DeadLetter>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) letters.Add(Read(reader));
            return letters;
        }, cancellationToken);
    }

    private DeadLetter Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        UpdateId = reader.IsDBNull(1) ? null : reader.GetInt64(1),
        Kind = reader.TextOrNull(2),
        Body = reader.GetFieldValue<byte[]>(3),
        ReceivedAt = reader.Time(4),
        Attempts = reader.GetInt32(5),
        Error = reader.GetString(6),
        Said = Said(reader.GetInt64(0), reader.Bytes(7)),
    };

    private IReadOnlyList<SaidCall> Said(long id, byte[] saved)
    {
        try
        {
            return SaidCalls.Load(saved).ToList();
        }
        catch (FormatException error)
        {
            parts.Fault(new InboxException($"What was said for dead letter {id} cannot be read: {error.Message}", error));
            return [];
        }
    }
}
