using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL server of the tests' own, on a Unix socket in a temporary directory, with fsync on. It ends with its
/// standard input, and so with the process that started it, however that ends.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Superuser = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Ends with the server; and the server with this one's input. What follows it is the server's command line.
    private const string Keeper = "exec 3<&0; \"$@\" & server=$!; (read -r _ <&3; kill -INT $server 2>/dev/null) & reader=$!; wait $server; kill $reader 2>/dev/null";

    private readonly string _directory;
    private readonly string[] _as;
    private Process? _keeper;

    private PostgresServer(string directory, string data, string[] runAs) =>
        (_directory, Data, _as) = (directory, data, runAs);

    /// <summary>Where its socket is; the port names the socket's file only.</summary>
    public string SocketDirectory => _directory;

    public static int Port => 5432;

    public string ConnectionString =>
        $"Host={_directory};Port={Port};Username={Superuser};Database=postgres;Timeout=15";

    private string Data { get; }

    /// <summary>Makes a new server and starts it.</summary>
    /// <param name="binaries">The folder of its programs.</param>
    /// <param name="disk">Where its tables are, and nothing else of it; null keeps them with the rest.</param>
    public static async Task<PostgresServer> Create(string binaries, string? disk = null)
    {
        var directory = Directory.CreateTempSubdirectory("pg-").FullName;
        var runAs = RunAs();
        if (runAs.Length > 0) await Run("chown", [Unprivileged(), directory]);
        if (runAs.Length > 0 && disk is not null) await Run("chown", [Unprivileged(), disk]);
        var server = new PostgresServer(directory, Path.Combine(disk ?? directory, "data"), runAs);
        string[] log = disk is null ? [] : ["--waldir", Path.Combine(directory, "wal")];
        await Run([.. runAs, Path.Combine(binaries, "initdb"), "-D", server.Data, .. log, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        await server.Start(binaries);
        return server;
    }

    /// <summary>Starts it, or again after it was killed.</summary>
    public async Task Start(string binaries)
    {
        // What a killed server leaves behind ends by itself, and until then the next one does not start.
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Spawn(binaries);
            if (await Answers()) return;
            EndKeeper();
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"PostgreSQL did not start; see {_directory}.");
        }
    }

    /// <summary>SIGKILL to the server: nothing is written any more. Its other processes end when they see it.</summary>
    public void Kill()
    {
        var id = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(id);
        server.Kill();
        server.WaitForExit(Patience);
        EndKeeper();
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        EndKeeper();
        try
        {
            Directory.Delete(_directory, recursive: true);
        }
        catch (IOException)
        {
            // A process of the killed server may write its last file; a temporary directory is the system's to clear
            // then.
        }
    }

    private void Spawn(string binaries)
    {
        _keeper = Keep(
        [
            .. _as, Path.Combine(binaries, "postgres"), "-D", Data, "-k", _directory, "-p", $"{Port}", "-c",
            "listen_addresses=",
            "-c", "fsync=on", "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c",
            "log_min_messages=warning",
        ],
        Path.Combine(_directory, "server.log"));
    }

    /// <summary>Starts a program that ends when its keeper's input does.</summary>
    internal static Process Keep(string[] command, string? log = null)
    {
        var start = new ProcessStartInfo("sh")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])["-c", Keeper, "sh", .. command]) start.ArgumentList.Add(argument);
        var keeper = Process.Start(start)!;
        // Read, so that a full pipe never stops the program; the last lines say why it did not start.
        keeper.ErrorDataReceived += (_, line) =>
        {
            if (log is not null) File.AppendAllText(log, line.Data + "\n");
        };
        keeper.OutputDataReceived += (_, _) => { };
        keeper.BeginErrorReadLine();
        keeper.BeginOutputReadLine();
        return keeper;
    }

    internal static void End(Process keeper)
    {
        keeper.StandardInput.Close();
        if (!keeper.WaitForExit(Patience)) keeper.Kill(entireProcessTree: true);
        keeper.Dispose();
    }

    private async Task<bool> Answers()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience / 2)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                if (_keeper!.HasExited) return false;
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        return false;
    }

    private void EndKeeper()
    {
        if (_keeper is { } keeper) End(keeper);
        _keeper = null;
    }

    // These programs refuse to run as root.
    internal static string[] RunAs() =>
        Environment.UserName == "root" ? ["setpriv", $"--reuid={Unprivileged()}", $"--regid={Unprivileged()}", "--clear-groups"] : [];

    // Debian's package makes this user; elsewhere there is always nobody.
    internal static string Unprivileged() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    internal static Task Run(params string[] command) => Run(command[0], command[1..]);

    private static async Task Run(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {await output}{await errors}");
    }
}
