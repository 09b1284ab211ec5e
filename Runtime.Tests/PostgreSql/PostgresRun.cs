using Npgsql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// The server that the tests of a run share: TELEGRAM_TEST_POSTGRES names one, else it is the tests' own. Started when
/// the first test asks for it.
/// </summary>
[SetUpFixture]
internal sealed class PostgresRun
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static PostgresServer? _server;
    private static string? _connectionString;
    private static long _bots = 1000;

    /// <summary>A bot that no other test has.</summary>
    public static long NewBot() => Interlocked.Increment(ref _bots);

    /// <summary>Where the server is. Skips the test where there is none.</summary>
    public static async Task<string> ConnectionString()
    {
        await Gate.WaitAsync();
        try
        {
            return _connectionString ??= await Find();
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A server that a test may kill. Skips the test where there is none.</summary>
    public static Task<PostgresServer> OwnServer() => PostgresServer.Create(Binaries());

    /// <summary>A database that nothing is in yet.</summary>
    public static async Task<string> NewDatabase()
    {
        var server = await ConnectionString();
        var name = $"test_{NewBot()}_{Environment.ProcessId}";
        await Execute(server, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> Ask<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static string Binaries()
    {
        if (PostgresBinaries.Folder is { } folder) return folder;
        Assert.Ignore("There is no PostgreSQL 15 or newer here: install it (./build.sh test does where it may), or name a server in TELEGRAM_TEST_POSTGRES.");
        return "";
    }

    [OneTimeTearDown]
    public void End()
    {
        NpgsqlConnection.ClearAllPools();
        _server?.Dispose();
    }

    private static async Task<string> Find()
    {
        if (Environment.GetEnvironmentVariable("TELEGRAM_TEST_POSTGRES") is { Length: > 0 } named)
        {
            // Other runs may have left rows of the same bots.
            _bots = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
            return named;
        }

        _server = await PostgresServer.Create(Binaries());
        return _server.ConnectionString;
    }
}
