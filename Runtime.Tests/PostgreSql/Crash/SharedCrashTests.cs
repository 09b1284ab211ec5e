using System.Globalization;
using Npgsql;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql.Crash;

/// <summary>
/// Three server processes behind one address, the local Telegram as the sender, and at random moments a server is
/// killed, or paused beyond its lease and let go on, or PostgreSQL itself is killed. TELEGRAM_SOAK_KILLS asks for more
/// than a few of these.
/// </summary>
internal sealed class SharedCrashTests
{
    private const int Chats = 10;
    private const int Servers = 3;
    private const int DefaultEvents = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public async Task Whatever_happens_to_servers_and_database_all_is_handled_in_order_and_twice_only_around_it()
    {
        var events = int.Parse(Environment.GetEnvironmentVariable("TELEGRAM_SOAK_KILLS") ?? DefaultEvents.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        using var postgres = await PostgresRun.OwnServer();
        await PostgresRun.Execute(postgres.ConnectionString, SharedServer.MakeTable);
        await using var telegram = await TelegramSandbox.Start();
        await using var address = new RoundRobin();
        var scene = new Scene(postgres, telegram, address, new Random(seed));
        for (var i = 0; i < Servers; i++) await scene.StartServer();
        using var stop = new CancellationTokenSource();
        var speakers = Enumerable.Range(1, Chats).Select(
            i => new Speaker(telegram.User($"User {i}"), new Random(seed + i))).ToList();
        var speaking = Task.WhenAll(speakers.Select(speaker => Task.Run(() => speaker.Speak(stop.Token))));
        for (var i = 0; i < events; i++) await scene.Something(i);
        await stop.CancelAsync();
        await speaking;
        var handled = await scene.WaitForAll(speakers);
        await scene.StopServers();
        var again = 0;
        foreach (var speaker in speakers) again += Check(speaker, handled[speaker.Chat]);
        var repeated = speakers.Sum(speaker => speaker.Repeated());
        TestContext.Out.WriteLine($"{speakers.Sum(speaker => speaker.Said.Count)} messages, {events} events ({string.Join(", ", scene.Done)}), {again} handled again, {repeated} said again");
        Assert.That(again, Is.LessThanOrEqualTo(events * Chats * 8), "again without need");
        Assert.That(repeated, Is.LessThanOrEqualTo(again), "said again without being handled again");
    }

    // Each entry of the log is a handling: the ids of its messages.
    private static int Check(Speaker speaker, List<int[]> log)
    {
        var seen = new HashSet<int>();
        var first = new List<int[]>();
        foreach (var entry in log)
            if (entry.Select(seen.Add).ToList().Contains(true)) first.Add(entry);
        Assert.That(speaker.Said.Except(seen), Is.Empty, $"lost in chat {speaker.Chat}");
        Assert.That(seen.Except(speaker.Said), Is.Empty, $"never said in chat {speaker.Chat}");
        var singles = first.Where(entry => !speaker.AlbumOf.ContainsKey(entry[0])).Select(entry => entry[0]);
        Assert.That(singles, Is.Ordered, $"order in chat {speaker.Chat}");
        foreach (var entry in first.Where(entry => entry.Length > 1))
            Assert.That(entry.Select(id => speaker.AlbumOf[id]).Distinct().Count(), Is.EqualTo(1), "albums do not mix");
        return log.Count - first.Count;
    }

    /// <summary>Somebody who goes on talking, an album now and then.</summary>
    private sealed class Speaker(SandboxUser user, Random random)
    {
        public long Chat => user.Id;

        public List<int> Said { get; } = [];

        public Dictionary<int, int> AlbumOf { get; } = [];

        public async Task Speak(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (random.Next(12) == 0)
                {
                    var parts = await user.SendsAlbum(random.Next(2, 5));
                    foreach (var part in parts) AlbumOf[part.Id] = parts[0].Id;
                    Said.AddRange(parts.Select(part => part.Id));
                }
                else
                {
                    Said.Add((await user.Says("hello")).Id);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 250)), TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        /// <summary>How many sentences the bot said more than once.</summary>
        public int Repeated() => user.Room.Messages.Values.Select(message => message.Text)
            .Where(text => text.StartsWith("handled ", StringComparison.Ordinal)).GroupBy(text => text)
            .Sum(same => same.Count() - 1);
    }

    /// <summary>The servers and what happens to them.</summary>
    private sealed class Scene(PostgresServer postgres, TelegramSandbox telegram, RoundRobin address, Random random)
    {
        private readonly List<CrashServerProcess> _servers = [];

        public List<string> Done { get; } = [];

        public async Task StartServer()
        {
            var server = await CrashServerProcess.Start("shared-server", postgres.ConnectionString, telegram.BaseUrl,
                telegram.Token, $"http://127.0.0.1:{address.Port}/hook");
            _servers.Add(server);
            address.Add(server.Url.Port);
        }

        /// <summary>The first three are one of each kind.</summary>
        public async Task Something(int number)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2000)), TimeProvider.System);
            var which = _servers[random.Next(_servers.Count)];
            switch (number < 3 ? number : random.Next(3))
            {
                case 0:
                    Done.Add("kill");
                    await which.Kill();
                    address.Remove(which.Url.Port);
                    which.Dispose();
                    _servers.Remove(which);
                    await StartServer();
                    break;
                case 1:
                    Done.Add("pause");
                    await which.Signal("STOP");
                    address.Remove(which.Url.Port);
                    await Task.Delay(SharedServer.Pause, TimeProvider.System);
                    await which.Signal("CONT");
                    address.Add(which.Url.Port);
                    break;
                default:
                    Done.Add("database");
                    postgres.Kill();
                    await postgres.Start(PostgresRun.Binaries());
                    break;
            }
        }

        public async Task<Dictionary<long, List<int[]>>> WaitForAll(List<Speaker> speakers)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (true)
            {
                var handled = await Log();
                if (speakers.All(speaker => handled.TryGetValue(speaker.Chat, out var log) && !speaker.Said.Except(log.SelectMany(entry => entry)).Any()))
                    return handled;
                if (TimeProvider.System.GetElapsedTime(began) > Patience)
                    return speakers.ToDictionary(
                        speaker => speaker.Chat, speaker => handled.GetValueOrDefault(speaker.Chat) ?? []);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        public async Task StopServers()
        {
            foreach (var server in _servers)
            {
                await server.StopGracefully();
                server.Dispose();
            }
        }

        private async Task<Dictionary<long, List<int[]>>> Log()
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT chat, messages FROM handled ORDER BY id", connection);
            await using var reader = await command.ExecuteReaderAsync();
            var log = new Dictionary<long, List<int[]>>();
            while (await reader.ReadAsync())
            {
                if (!log.TryGetValue(reader.GetInt64(0), out var entries)) log[reader.GetInt64(0)] = entries = [];
                entries.Add(
                    [.. reader.GetString(1).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);
            }

            return log;
        }
    }
}
