using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Looks at the server and brings the schema up to date. Steps go forward only, one starter at a time takes them.
/// </summary>
internal static class Schema
{
    private const int OldestServer = 150000;

    /// <exception cref="InboxException">The server or the schema cannot be used; the message says why and what to
    /// do.</exception>
    public static async Task Prepare(Database database, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await database.Connect(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await CheckServer(connection, cancellationToken).ConfigureAwait(false);
                var isThere = await Ask(connection, Migrations.IsThere, static reader => reader.GetBoolean(0), cancellationToken).ConfigureAwait(false);
                var version = isThere ? await Ask(connection, Migrations.Version, static reader => reader.GetInt32(0), cancellationToken).ConfigureAwait(false) : 0;
                if (version < Migrations.Steps.Length)
                    await Migrate(connection, cancellationToken).ConfigureAwait(false);
                else CheckVersion(version);
            }
        }
        catch (PostgresException error) when (!PassingFault.Is(error))
        {
            throw new InboxException(
                $"The PostgreSQL inbox cannot be opened: {error.MessageText} ({error.SqlState}). The role needs a schema called telegram that it owns, or the right to create one.", error);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && Database.IsTheDatabases(error))
        {
            throw Database.Unavailable(error);
        }
    }

    private static async Task CheckServer(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (version, commit, isStandby) = await Ask(
            connection, InstanceSql.Server, static reader => (reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2)), cancellationToken).ConfigureAwait(false);
        if (version < OldestServer)
            throw new InboxException($"The server is PostgreSQL {version / 10000}; the inbox needs 15 or newer.");
        if (isStandby)
            throw new InboxException("The server is a standby, which takes no writes. Name the primary, or several hosts with 'Target Session Attributes=primary'.");
        if (commit == "off")
            throw new InboxException(
                "synchronous_commit is off, so that an update could be acknowledged and lost when the server crashes. Set it to on, for the role: "
                + "ALTER ROLE … SET synchronous_commit = on.");
    }

    private static async Task Migrate(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await Do(new NpgsqlCommand(Migrations.Lock, connection), cancellationToken).ConfigureAwait(false);
            await Do(new NpgsqlCommand(Migrations.Create, connection), cancellationToken).ConfigureAwait(false);
            var version = await Ask(connection, Migrations.Version, static reader => reader.GetInt32(0), cancellationToken).ConfigureAwait(false);
            CheckVersion(version);
            for (var step = version; step < Migrations.Steps.Length; step++)
            {
                await Do(new NpgsqlCommand(Migrations.Steps[step], connection), cancellationToken).ConfigureAwait(false);
                await Do(new NpgsqlCommand(Migrations.Applied, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = step + 1 } } }, cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void CheckVersion(int version)
    {
        if (version > Migrations.Steps.Length)
            throw new InboxException(
                $"The schema telegram is of version {version}, which a newer library made; this one knows version {Migrations.Steps.Length}. "
                + "Update this instance: the schema does not go back.");
    }

    private static async Task Do(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command.ConfigureAwait(false)) await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> Ask<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return read(reader);
            }
        }
    }
}
