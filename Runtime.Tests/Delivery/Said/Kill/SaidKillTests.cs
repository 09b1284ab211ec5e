using System.Diagnostics;
using System.Globalization;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox.Crash;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;

/// <summary>
/// A real process that is killed while its handlers speak. TELEGRAM_SOAK_KILLS asks for more kills than a few.
/// </summary>
internal sealed class SaidKillTests
{
    private const int Chats = 60;
    private const int DefaultKills = 4;
    private const int SentPerLife = 3;

    // What is said reaches the disk within some 10 ms, where disk and processors are free. The test has neither for
    // itself, so it measures beside the bot how long a synced write takes from then on to the kill: a note waits for
    // one under way, for its own, and for its threads' turns.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(40);
    private static readonly long Before = Stopwatch.Frequency;
    private const int WritesOfANote = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public async Task Every_sentence_is_heard_and_twice_only_what_was_said_just_before_a_kill()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TELEGRAM_SOAK_KILLS") ?? DefaultKills.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var random = new Random(Random.Shared.Next());
        using var directory = new TemporaryDirectory();
        await using var api = await HearingBotApi.Start();
        var acknowledged = new List<long>[Chats];
        for (var chat = 0; chat < Chats; chat++) acknowledged[chat] = [];
        var kills = new List<Kill>();
        using var probe = new SyncProbe(directory.File("probe"));
        for (var life = 0; life < count; life++)
        {
            using var server = await CrashServerProcess.Start("saying-server", directory.File("inbox.db"), api.Url);
            using var stop = new CancellationTokenSource();
            var sending = Task.WhenAll(acknowledged.Select((list, chat) => Send(server.Url, chat, list, stop.Token)));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(700, 2500)), TimeProvider.System);
            var killed = Stopwatch.GetTimestamp();
            await server.Kill();
            await stop.CancelAsync();
            await sending.WaitAsync(Patience);
            kills.Add(new Kill(killed, Stopwatch.GetTimestamp()));
        }

        await LastLife(directory.File("inbox.db"), api, acknowledged);
        Check(api, acknowledged, kills, (heardAt, kill) => Slack + (WritesOfANote * probe.Worst(Math.Min(heardAt, kill.At - Before), kill.BuriedAt)));
    }

    // As Telegram sends: one in flight for each chat, again what got no answer.
    private static async Task Send(Uri url, int chat, List<long> acknowledged, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        // About as many as the bot can take in meanwhile: what waited at the end would take minutes.
        for (var sent = 0; sent < SentPerLife && !cancellationToken.IsCancellationRequested;)
        {
            var id = (chat * 1_000_000L) + acknowledged.Count + 1;
            try
            {
                using var message = TestServers.Post(
                    url.AbsoluteUri, TestServers.Message(id, chatId: chat + 1), secret: null);
                using var answer = await client.SendAsync(message, CancellationToken.None);
                if (!answer.IsSuccessStatusCode) continue;
            }
            catch (HttpRequestException)
            {
                return;
            }

            acknowledged.Add(id);
            sent++;
        }
    }

    private static async Task LastLife(string path, HearingBotApi api, List<long>[] acknowledged)
    {
        using var server = await CrashServerProcess.Start("saying-server", path, api.Url);
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested && Missing(api, acknowledged).Any())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        await server.StopGracefully();
    }

    private static IEnumerable<string> Missing(HearingBotApi api, List<long>[] acknowledged) => acknowledged
        .SelectMany(ids => ids.SelectMany(id => Enumerable.Range(1, SayingServer.Sentences).Select(sentence => $"{id}/{sentence}")))
        .Where(sentence => !api.Heard.ContainsKey(sentence));

    /// <param name="window">How old may be at a kill what was not noted, by when it was heard.</param>
    private static void Check(
        HearingBotApi api, List<long>[] acknowledged, List<Kill> kills, Func<long, Kill, TimeSpan> window)
    {
        var first = api.Heard.ToDictionary(pair => pair.Key, pair => pair.Value.First());
        var twice = api.Heard.Where(pair => pair.Value.Count > 1)
            .Select(pair => (Sentence: pair.Key, HeardAt: pair.Value.First(), Age: AgeAtKill(pair.Value.First(), kills), Kill: Next(pair.Value.First(), kills)))
            .Select(said => (said.Sentence, said.Age, Allowed: said.Kill is null ? TimeSpan.Zero : window(said.HeardAt, said.Kill)))
            .ToList();
        // What a handler had said when it was cut off: all of this would be said twice if nothing were noted.
        var cutOff = api.Heard.Keys.Where(sentence => IsCutOff(sentence, first, kills)).ToList();
        TestContext.Out.WriteLine($"{acknowledged.Sum(ids => ids.Count)} updates over {kills.Count} kills; {cutOff.Count} sentences of handlers that were cut off; "
            + $"heard twice: {twice.Count} sentences of {twice.Select(said => said.Sentence.Split('/')[0]).Distinct().Count()} updates; "
            + $"within {Window.TotalMilliseconds} ms of a kill were said {first.Values.Count(time => AgeAtKill(time, kills) <= Window)}; heard twice were said before the kill by "
            + $"{string.Join(", ", twice.OrderBy(said => said.Age).Select(said => $"{said.Age.TotalMilliseconds:F1} of {said.Allowed.TotalMilliseconds:F0}"))} ms that are allowed here");
        Assert.That(Missing(api, acknowledged), Is.Empty, "acknowledged and never said");
        Assert.That(cutOff, Is.Not.Empty, "the kills hit nothing");
        Assert.That(twice, Has.Count.LessThan(cutOff.Count), "as if nothing had been noted");
        Assert.That(twice.Where(said => said.Age > said.Allowed), Is.Empty, "noted long before the kill and said again");
    }

    // What was on its way is heard a moment after the kill: said at the last moment before it.
    private static TimeSpan AgeAtKill(long heardAt, List<Kill> kills) => Next(heardAt, kills) is { } next
        ? TimeSpan.FromTicks(Math.Max(0, Stopwatch.GetElapsedTime(heardAt, next.At).Ticks))
        : TimeSpan.MaxValue;

    private static Kill? Next(long heardAt, List<Kill> kills) => kills.Find(kill => heardAt < kill.BuriedAt);

    private static bool IsCutOff(string sentence, Dictionary<string, long> first, List<Kill> kills) =>
        first.TryGetValue($"{sentence.Split('/')[0]}/{SayingServer.Sentences}", out var last)
        && kills.Exists(kill => first[sentence] < kill.At && kill.BuriedAt < last);

    /// <summary>When the signal was sent, and when nothing of the process was left.</summary>
    private sealed record Kill(long At, long BuriedAt);
}
