using System.Diagnostics;
using Npgsql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// A PgBouncer of the tests' own in transaction mode before a server: ends with its standard input, and so with the
/// tests.
/// </summary>
internal sealed class PgBouncer : IDisposable
{
    private const int Port = 6432;
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

    private readonly string _directory;
    private readonly Process _keeper;

    private PgBouncer(string directory, Process keeper) => (_directory, _keeper) = (directory, keeper);

    public string ConnectionString { get; private init; } = "";

    /// <summary>Starts one. Skips the test where the program is missing.</summary>
    public static async Task<PgBouncer> Start(string server)
    {
        if (Places.FirstOrDefault(File.Exists) is not { } program)
        {
            Assert.Ignore("There is no PgBouncer here: install it (./build.sh test does where it may).");
            return null!;
        }

        var target = new NpgsqlConnectionStringBuilder(server);
        var directory = Directory.CreateTempSubdirectory("pgb-").FullName;
        var settings = Path.Combine(directory, "pgbouncer.ini");
        var password = string.IsNullOrEmpty(target.Password) ? "" : $" password={target.Password}";
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {target.Database} = host={target.Host} port={target.Port} user={target.Username}{password}
            [pgbouncer]
            unix_socket_dir = {directory}
            listen_port = {Port}
            auth_type = any
            pool_mode = transaction
            default_pool_size = 5
            max_client_conn = 500
            """);
        // Who runs the server can reach its socket.
        var runAs = PostgresServer.RunAs();
        if (runAs.Length > 0) await PostgresServer.Run("chown", "-R", PostgresServer.Unprivileged(), directory);
        var keeper = PostgresServer.Keep([.. runAs, program, "-q", settings]);
        var bouncer = new PgBouncer(directory, keeper)
        {
            ConnectionString = new NpgsqlConnectionStringBuilder { Host = directory, Port = Port, Username = target.Username, Database = target.Database }.ConnectionString,
        };
        await bouncer.WaitUntilItAnswers();
        return bouncer;
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        PostgresServer.End(_keeper);
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WaitUntilItAnswers()
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (NpgsqlException) when (!_keeper.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
            }
        }
    }
}
