using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Looks at the server and brings the schema up to date. Steps go forward only, one starter at a time takes them.</summary>
internal static class Schema
{
    private const int OldestServer = 150000;

    /// <exception cref="InboxException">The server or the schema cannot be used; the message says why and what to do.</exception>
    public static async Task Prepare(Database database, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await database.Connect(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await CheckServer(connection, cancellationToken).ConfigureAwait(false);
                var isThere = await Ask<bool>(connection, Migrations.IsThere, cancellationToken).ConfigureAwait(false);
                var version = isThere ? await Ask<int>(connection, Migrations.Version, cancellationToken).ConfigureAwait(false) : 0;
                if (version < Migrations.Steps.Length) await Migrate(connection, cancellationToken).ConfigureAwait(false);
                else CheckVersion(version);
            }
        }
        catch (PostgresException error)
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
        await using var command = new NpgsqlCommand(InstanceSql.Server, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (version, commit, isStandby) = (reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2));
        if (version < OldestServer) throw new InboxException($"The server is PostgreSQL {version / 10000}; the inbox needs 15 or newer.");
        if (isStandby)
            throw new InboxException("The server is a standby, which takes no writes. Name the primary, or several hosts with 'Target Session Attributes=primary'.");
        if (commit == "off")
            throw new InboxException(
                "synchronous_commit is off, so that an update could be acknowledged and lost when the server crashes. Set it to on, for the role: "
                + "ALTER ROLE … SET synchronous_commit = on.");
    }

    private static async Task Migrate(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Do(connection, Migrations.Lock, cancellationToken).ConfigureAwait(false);
        await Do(connection, Migrations.Create, cancellationToken).ConfigureAwait(false);
        var version = await Ask<int>(connection, Migrations.Version, cancellationToken).ConfigureAwait(false);
        CheckVersion(version);
        for (var step = version; step < Migrations.Steps.Length; step++)
        {
            await Do(connection, Migrations.Steps[step], cancellationToken).ConfigureAwait(false);
            await using var applied = new NpgsqlCommand(Migrations.Applied, connection);
            applied.Parameters.Add(new NpgsqlParameter<int> { TypedValue = step + 1 });
            await applied.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void CheckVersion(int version)
    {
        if (version > Migrations.Steps.Length)
            throw new InboxException(
                $"The schema telegram is of version {version}, which a newer library made; this one knows version {Migrations.Steps.Length}. "
                + "Update this instance: the schema does not go back.");
    }

    private static async Task Do(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> Ask<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetFieldValue<T>(0);
    }
}
