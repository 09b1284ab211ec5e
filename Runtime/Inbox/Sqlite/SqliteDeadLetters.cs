using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The dead letters in the file: listed by the reader, changed by the writer.</summary>
internal sealed class SqliteDeadLetters(string path, SqliteReader reader, SqliteWriter writer, TimeProvider time)
{
    // So that appends get their turn in between.
    private const int PurgedAtOnce = 512;

    public async IAsyncEnumerable<DeadLetter> List([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = Read(reader.LastDead);
        for (var after = 0L; ;)
        {
            var from = after;
            var letters = Read(() => reader.Dead(from, last));
            if (letters.Count == 0) yield break;
            foreach (var letter in letters)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return letter;
            }

            after = letters[^1].Id;
            await Task.Yield();
        }
    }

    public async ValueTask<bool> Replay(long id, CancellationToken cancellationToken)
    {
        var command = new AwaitedCommand<StoredRow?>(
            isKept: false,
            transaction =>
            {
                var newId = transaction.NextId();
                var replay = transaction.Use(WriteSql.Replay).Bind(1, id).Bind(2, newId)
                    .Bind(3, StoredTime.Least).Bind(4, StoredTime.Most)
                    .Bind(5, time.GetUtcNow().ToUnixTimeMilliseconds());
                if (transaction.Exhume(replay) == 0) return null;
                transaction.Pending(1);
                return reader.OneRow(transaction.Connection, newId);
            },
            static (window, row) =>
            {
                if (row is { } replayed) window.Appended(replayed);
            });
        writer.Add(command);
        return await command.Done.WaitAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    public async ValueTask<int> Purge(long? id, CancellationToken cancellationToken)
    {
        if (id is { } one)
            return await Remove(transaction => transaction.Use(WriteSql.PurgeOne).Bind(1, one), cancellationToken).ConfigureAwait(false);
        var last = Read(reader.LastDead);
        var count = 0;
        int step;
        do
        {
            step = await Remove(transaction => transaction.Use(WriteSql.PurgeSome).Bind(1, last).Bind(2, PurgedAtOnce), cancellationToken).ConfigureAwait(false);
            count += step;
        }
        while (step == PurgedAtOnce);
        return count;
    }

    /// <summary>Forgets some of those that were given up before a moment.</summary>
    public ValueTask<int> Forget(DateTimeOffset before) => Remove(
        transaction => transaction.Use(WriteSql.ForgetDead).Bind(1, before.ToUnixTimeMilliseconds())
            .Bind(2, DeadLetterSweep.StepSize),
        CancellationToken.None);

    private async ValueTask<int> Remove(
        Func<WriteTransaction, SqliteStatement> statement, CancellationToken cancellationToken)
    {
        var command = new AwaitedCommand<int>(isKept: false, transaction => transaction.Exhume(statement(transaction))) { GivesSpaceBack = true };
        writer.Add(command);
        return await command.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteFault fault)
        {
            throw new InboxException(fault.Explain(path), fault);
        }
    }
}
