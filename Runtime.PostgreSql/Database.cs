using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Runs statements, each with a deadline. Every call takes one connection of the pool and gives it back: nothing here
/// asks for a second while it holds the first.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _writing;
    private readonly bool _isOwned;
    private readonly TimeProvider? _testTime;
    private readonly TimeSpan _timeout;

    /// <param name="source">Where connections come from.</param>
    /// <param name="writing">Where those come from that write updates and what becomes of them.</param>
    /// <param name="isOwned">Whether it is disposed of with this.</param>
    /// <param name="bot">Whose updates are kept.</param>
    /// <param name="time">The clock of waits and ages: the system's stands for the database's own.</param>
    /// <param name="timeout">For one call.</param>
    public Database(
        NpgsqlDataSource source, NpgsqlDataSource writing, bool isOwned, long bot, TimeProvider time, TimeSpan timeout)
    {
        _source = source;
        _writing = writing;
        _isOwned = isOwned;
        Bot = bot;
        _testTime = time == TimeProvider.System ? null : time;
        _timeout = timeout;
    }

    public long Bot { get; }

    /// <summary>What statements take for the time; null lets the database's clock count.</summary>
    public DateTimeOffset? TestTime => _testTime?.GetUtcNow();

    /// <summary>Statements that are sent together and are one transaction.</summary>
    public NpgsqlBatch NewBatch() => NewBatch(_source);

    /// <summary>
    /// As <see cref="NewBatch()"/>, for statements that run all the time: their plans are made once and kept.
    /// </summary>
    public NpgsqlBatch NewWritingBatch() => NewBatch(_writing);

    /// <summary>Runs what was put together, and reads its results.</summary>
    /// <exception cref="InboxUnavailableException">The database is unreachable or refuses; what became of the
    /// statements may be unknown.</exception>
    public async Task<T> Run<T>(
        NpgsqlBatch batch, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        try
        {
            await using (batch.ConfigureAwait(false))
            {
                var reader = await batch.ExecuteReaderAsync(deadline.Token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var result = await read(reader).ConfigureAwait(false);
                    // To the end: the last statement's error comes last.
                    while (await reader.NextResultAsync(deadline.Token).ConfigureAwait(false))
                    {
                    }

                    return result;
                }
            }
        }
        catch (Exception error) when (IsTheDatabases(error) && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>
    /// Runs one statement; returns the first column of its first row, or how many rows it changed when it returns none.
    /// </summary>
    public Task<T?> Scalar<T>(
        string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, CancellationToken cancellationToken = default)
    {
        var batch = NewBatch();
        batch.BatchCommands.Add(fill(new NpgsqlBatchCommand(sql)));
        return Run(batch, async reader => await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default, cancellationToken);
    }

    /// <summary>Runs one statement and returns how many rows it changed.</summary>
    public Task<int> Execute(
        string sql, Func<NpgsqlBatchCommand, NpgsqlBatchCommand> fill, CancellationToken cancellationToken = default)
    {
        var batch = NewBatch();
        batch.BatchCommands.Add(fill(new NpgsqlBatchCommand(sql)));
        return Run(batch, static reader => Task.FromResult(reader.RecordsAffected), cancellationToken);
    }

    /// <summary>
    /// A connection for what takes more than one answer; the caller disposes of it and takes no other meanwhile.
    /// </summary>
    public async Task<NpgsqlConnection> Connect(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTheDatabases(error) && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw Unavailable(error);
        }
    }

    public static bool IsTheDatabases(Exception error) =>
        error is NpgsqlException or TimeoutException or IOException or OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException;

    public static InboxUnavailableException Unavailable(Exception error) => error is PostgresException refused
        ? new InboxUnavailableException($"The database refused: {refused.MessageText} ({refused.SqlState}).", error)
        : new InboxUnavailableException(
            "The database is unreachable or does not answer in time; updates are refused until it does.", error);

    public async ValueTask DisposeAsync()
    {
        if (!_isOwned) return;
        await _writing.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private NpgsqlBatch NewBatch(NpgsqlDataSource source)
    {
        var batch = source.CreateBatch();
        batch.Timeout = (int)Math.Ceiling(_timeout.TotalSeconds);
        return batch;
    }
}
