using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.PostgreSql;

namespace Telegram.Webhooks.Runtime.Benchmarks.PostgreSql;

/// <summary>
/// The inbox that instances share, on a server of the run's own with fsync on: updates accepted and handled in a second by one, two and three instances,
/// beside what pgbench commits as single-row inserts with as many clients; and how long an append takes at 500 a second, beside SQLite's.
/// </summary>
internal static partial class PostgreSqlRow
{
    private const int Clients = 40;
    private const int Updates = 30_000;
    private const int PgBenchSeconds = 8;
    private const int Chats = 2_000;
    private const int LatencyRate = 500;
    private const int LatencyUpdates = 3_000;

    public static async Task<int> Run(string[] arguments)
    {
        if (PostgresBinaries.Folder is not { } binaries)
        {
            Console.WriteLine("postgres: skipped, there is no PostgreSQL 15 or newer here.");
            return 0;
        }

        using var server = await PostgresServer.Create(binaries);
        var before = await Costs.Now(server.ConnectionString);
        var reference = await PgBench(server, binaries);
        Console.WriteLine($"pgbench, single-row inserts, {Clients} clients: {reference:F0} commits/s; {(await Costs.Now(server.ConnectionString)).Since(before).Each((int)(reference * PgBenchSeconds))}");
        // The first runs pay for compiling and for empty caches: after one of them the code is not yet what it becomes, and the row of one instance,
        // which comes first, would look worse than it is beside the others.
        for (var warming = 1; warming <= 3; warming++) await Throughput(server, 1, Updates, bot: warming);
        var rates = new Dictionary<int, double>();
        var bot = 10L;
        var only = arguments.Select(int.Parse).ToList();
        foreach (var instances in only.Count > 0 ? only : [1, 2, 3])
        {
            before = await Costs.Now(server.ConnectionString);
            rates[instances] = await Throughput(server, instances, Updates, bot: ++bot);
            var costs = (await Costs.Now(server.ConnectionString)).Since(before);
            Console.WriteLine($"accepted and handled, {instances} instance(s): {rates[instances]:F0} updates/s, {rates[instances] / reference:F2} x pgbench, {rates[instances] / rates.GetValueOrDefault(1):F2} x one instance; {costs.Each(Updates)}");
        }

        if (only.Count > 0) return 0;
        await Latency($"PostgreSQL, an append at {LatencyRate}/s", UpdateInbox.PostgreSql(server.ConnectionString), 20);
        using var directory = new Disposable(Directory.CreateTempSubdirectory("bench-").FullName);
        await Latency($"SQLite, an append at {LatencyRate}/s", UpdateInbox.Sqlite(Path.Combine(directory.Path, "inbox.db")), 20);
        return rates[1] >= 0.5 * reference && rates[3] >= 0.9 * rates[1] ? 0 : 1;
    }

    private static async Task<double> PgBench(PostgresServer server, string binaries)
    {
        using var directory = new Disposable(Directory.CreateTempSubdirectory("bench-").FullName);
        var script = Path.Combine(directory.Path, "insert.sql");
        await File.WriteAllTextAsync(script, "INSERT INTO bench_rows (body) VALUES (repeat('x', 600));\n");
        var table = Path.Combine(directory.Path, "table.sql");
        await File.WriteAllTextAsync(table, "CREATE TABLE bench_rows (id bigserial PRIMARY KEY, body text NOT NULL);\n");
        string[] where = ["-h", server.SocketDirectory, "-p", $"{PostgresServer.Port}", "-U", "postgres"];
        await Output(Path.Combine(binaries, "psql"), [.. where, "-q", "-f", table, "postgres"]);
        var output = await Output(Path.Combine(binaries, "pgbench"), [.. where, "-n", "-M", "prepared", "-f", script, "-c", $"{Clients}", "-j", "2", "-T", $"{PgBenchSeconds}", "postgres"]);
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<double> Throughput(PostgresServer server, int instances, int updates, long bot)
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
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var id && id <= updates) await inboxes[client % instances].Append(Envelope(id));
        }));
        await Task.WhenAll(clients);
        await Task.WhenAll(workers);
        // What became of the last ones is written too.
        foreach (var inbox in inboxes) await inbox.Status();
        var rate = updates / Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var inbox in inboxes) await inbox.DisposeAsync();
        return rate;
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
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();

    private sealed class Disposable(string path) : IDisposable
    {
        public string Path { get; } = path;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
