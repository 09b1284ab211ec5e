using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.PostgreSql;

namespace Telegram.Webhooks.Runtime.Benchmarks.PostgreSql;

/// <summary>
/// The inbox that instances share, on a server of the run's own with fsync on: updates accepted and handled in a second
/// by one, two and three instances, beside what pgbench commits as single-row inserts with as many clients; and how
/// long an append takes at 500 a second, beside SQLite's.
/// </summary>
internal static partial class PostgreSqlRow
{
    private const int Updates = 30_000;
    private const int Rounds = 2;
    private const int PgBenchSeconds = 8;
    private const int Chats = 2_000;
    private const int LatencyRate = 500;
    private const int LatencyUpdates = 3_000;

    // The default of SetWebhook, and the most that Telegram opens to a bot, which docs/several-instances.md sets.
    private static readonly int[] Connections = [40, 100];

    // As deploy/compose.yml sets it for bots that share processors with their database: read once, when the process
    // starts.
    private const string SpinLimit = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    /// <summary>
    /// Arguments: the numbers of instances to compare, for instance 1 3; none for all, with latency and verdict.
    /// </summary>
    public static async Task<int> Run(string[] arguments)
    {
        if (PostgresBinaries.Folder is not { } binaries)
        {
            Console.WriteLine("postgres: skipped, there is no PostgreSQL 15 or newer here.");
            return 0;
        }

        if (Environment.GetEnvironmentVariable(SpinLimit) is null) return await WithoutSpinning(arguments);
        using var server = await PostgresServer.Create(binaries);
        // The first runs pay for compiling and for empty caches: after one of them the code is not yet what it becomes,
        // and the row of one instance, which comes first, would look worse than it is beside the others.
        for (var warming = 1; warming <= 3; warming++)
            await Throughput(server, 1, Updates, bot: warming, Connections[0]);
        int[] instances = arguments.Length > 0 ? [.. arguments.Select(int.Parse)] : [1, 2, 3];
        var isMet = true;
        foreach (var clients in Connections) isMet &= await Compare(server, binaries, instances, clients);
        if (arguments.Length > 0) return 0;
        await Latency($"PostgreSQL, an append at {LatencyRate}/s", UpdateInbox.PostgreSql(server.ConnectionString), 20);
        using var directory = new Disposable(Directory.CreateTempSubdirectory("bench-").FullName);
        await Latency($"SQLite, an append at {LatencyRate}/s",
            UpdateInbox.Sqlite(Path.Combine(directory.Path, "inbox.db")), 20);
        return isMet ? 0 : 1;
    }

    private static async Task<int> WithoutSpinning(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(PostgreSqlRow).Assembly.Location);
        foreach (var argument in (string[])["postgres", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment[SpinLimit] = "0";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task<bool> Compare(PostgresServer server, string binaries, int[] instances, int clients)
    {
        var before = await Costs.Now(server.ConnectionString);
        var reference = await PgBench(server, binaries, clients);
        Console.WriteLine($"{clients} connections: pgbench, single-row inserts: {reference:F0} commits/s; {(await Costs.Now(server.ConnectionString)).Since(before).Each((int)(reference * PgBenchSeconds))}");
        // In turn, so that what else happens on the machine meets all of them.
        var times = new Dictionary<int, TimeSpan>();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var count in instances)
            {
                before = await Costs.Now(server.ConnectionString);
                var took = await Throughput(
                    server, count, Updates, bot: (((clients * 10) + round) * 10) + count, clients);
                times[count] = times.GetValueOrDefault(count) + took;
                var costs = (await Costs.Now(server.ConnectionString)).Since(before);
                Console.WriteLine($"{clients} connections: accepted and handled, {count} instance(s): {Updates / took.TotalSeconds:F0} updates/s; {costs.Each(Updates)}");
            }
        }

        double Rate(int count) => times.TryGetValue(count, out var took) ? Rounds * Updates / took.TotalSeconds : double.NaN;
        Console.WriteLine($"{clients} connections: one instance {Rate(1) / reference:F2} x pgbench (goal 0.5), two {Rate(2) / Rate(1):F2} x one, three {Rate(3) / Rate(1):F2} x one (goal 0.9)");
        return Rate(1) >= 0.5 * reference && Rate(3) >= 0.9 * Rate(1);
    }

    private static async Task<double> PgBench(PostgresServer server, string binaries, int clients)
    {
        using var directory = new Disposable(Directory.CreateTempSubdirectory("bench-").FullName);
        var script = Path.Combine(directory.Path, "insert.sql");
        await File.WriteAllTextAsync(script, "INSERT INTO bench_rows (body) VALUES (repeat('x', 600));\n");
        var table = Path.Combine(directory.Path, "table.sql");
        await File.WriteAllTextAsync(table, "DROP TABLE IF EXISTS bench_rows; CREATE TABLE bench_rows (id bigserial PRIMARY KEY, body text NOT NULL);\n");
        string[] where = ["-h", server.SocketDirectory, "-p", $"{PostgresServer.Port}", "-U", "postgres"];
        await Output(Path.Combine(binaries, "psql"), [.. where, "-q", "-f", table, "postgres"]);
        var output = await Output(Path.Combine(binaries, "pgbench"), [.. where, "-n", "-M", "prepared", "-f", script, "-c", $"{clients}", "-j", "2", "-T", $"{PgBenchSeconds}", "postgres"]);
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<TimeSpan> Throughput(
        PostgresServer server, int instances, int updates, long bot, int clients)
    {
        var inboxes = new List<IUpdateInbox>();
        for (var i = 0; i < instances; i++)
            inboxes.Add(await UpdateInbox.PostgreSql(server.ConnectionString).Open(new InboxContext { Name = "bench", BotId = bot }));
        using var done = new CancellationTokenSource();
        var (next, left) = (0, updates);
        var began = Stopwatch.GetTimestamp();
        var workers = inboxes.SelectMany(inbox => Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await inbox.Complete(await inbox.Claim(done.Token));
                    if (Interlocked.Decrement(ref left) == 0) await done.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // All are handled.
            }
        }))).ToList();
        var senders = Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var id && id <= updates)
                await inboxes[client % instances].Append(Envelope(id));
        }));
        await Task.WhenAll(senders);
        await Task.WhenAll(workers);
        // What became of the last ones is written too.
        foreach (var inbox in inboxes) await inbox.Status();
        var took = Stopwatch.GetElapsedTime(began);
        foreach (var inbox in inboxes) await inbox.DisposeAsync();
        return took;
    }

    private static async Task Latency(string name, UpdateInbox choice, long bot)
    {
        await using var inbox = await choice.Open(new InboxContext { Name = "bench", BotId = bot });
        using var done = new CancellationTokenSource();
        var handling = Task.Run(async () =>
        {
            try
            {
                while (true) await inbox.Complete(await inbox.Claim(done.Token));
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        });
        var times = new TimeSpan[LatencyUpdates];
        var appends = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < LatencyUpdates; i++)
        {
            var at = i;
            var wait = TimeSpan.FromSeconds((double)i / LatencyRate) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait, TimeProvider.System);
            appends.Add(Task.Run(async () =>
            {
                var start = Stopwatch.GetTimestamp();
                await inbox.Append(Envelope(at + 1));
                times[at] = Stopwatch.GetElapsedTime(start);
            }));
        }

        await Task.WhenAll(appends);
        await done.CancelAsync();
        await handling;
        // The first half warms up.
        var measured = times[(LatencyUpdates / 2)..].Order().ToArray();
        Console.WriteLine($"{name}: p50 {measured[measured.Length / 2].TotalMilliseconds:F2} ms, p99 {measured[measured.Length * 99 / 100].TotalMilliseconds:F2} ms");
    }

    private static UpdateEnvelope Envelope(int id) => UpdateEnvelope.Read(Encoding.UTF8.GetBytes(
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":{{{id % Chats}}},"type":"private"},"text":"{{{new string('x', 480)}}}"}}"""));

    private static async Task<string> Output(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    private sealed class Disposable(string path) : IDisposable
    {
        public string Path { get; } = path;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
