using System.Globalization;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// A real server process, real connections, and SIGKILL at random moments. TELEGRAM_SOAK_KILLS asks for more kills than
/// a few.
/// </summary>
public sealed class CrashTests
{
    private const int Chats = 40;
    private const int DefaultKills = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Whatever_was_answered_200_is_handled_in_order_and_twice_only_around_a_kill()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("TELEGRAM_SOAK_KILLS") ?? DefaultKills.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var senders = Enumerable.Range(1, Chats).Select(chat => new CrashSender(chat, new Random(random.Next())))
            .ToList();
        var lives = new List<List<(long Chat, long[] Messages)>>();
        for (var life = 0; life < kills; life++)
        {
            using var server = await CrashServerProcess.Start(directory.File("inbox.db"));
            using var client = new HttpClient();
            using var stop = new CancellationTokenSource();
            // However slow the machine is, each life gets to acknowledge something.
            var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var sending = Task.WhenAll(
                senders.Select(sender => sender.Send(client, server.Url, acknowledged, stop.Token)));
            await Task.WhenAny(sending, acknowledged.Task.WaitAsync(Patience));
            await Task.WhenAny(
                sending, Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1200)), TimeProvider.System));
            await server.Kill();
            await stop.CancelAsync();
            await sending.WaitAsync(Patience);
            lives.Add([.. server.Handled]);
        }

        lives.Add(await LastLife(directory.File("inbox.db"), senders, lives));
        TestContext.Out.WriteLine($"{senders.Sum(sender => sender.Acknowledged.Count)} acknowledged over {kills} kills, {lives.Sum(life => life.Sum(update => update.Messages.Length))} handled");
        Assert.That(senders.Sum(sender => sender.Acknowledged.Count), Is.GreaterThan(Chats));
        Assert.That(senders.Sum(sender => sender.AlbumParts.Count), Is.Positive);
        foreach (var sender in senders) Check(sender, lives);
    }

    private static async Task<List<(long Chat, long[] Messages)>> LastLife(
        string path, List<CrashSender> senders, List<List<(long Chat, long[] Messages)>> lives)
    {
        using var server = await CrashServerProcess.Start(path);
        using var client = new HttpClient();
        foreach (var sender in senders) await sender.SendUnanswered(client, server.Url);
        using var patience = new CancellationTokenSource(Patience);
        var before = lives.SelectMany(life => life)
            .SelectMany(update => update.Messages.Select(message => (update.Chat, message))).ToHashSet();
        while (!patience.IsCancellationRequested)
        {
            var handled = server.Handled.SelectMany(update => update.Messages.Select(message => (update.Chat, message)))
                .ToHashSet();
            handled.UnionWith(before);
            if (senders.All(sender => sender.Acknowledged.All(message => handled.Contains((sender.Chat, message)))))
                break;
            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token));
        }

        await server.StopGracefully();
        return [.. server.Handled];
    }

    private static void Check(CrashSender sender, List<List<(long Chat, long[] Messages)>> lives)
    {
        var byLife = lives.Select(life => life.Where(update => update.Chat == sender.Chat).Select(update => update.Messages).ToList()).ToList();
        var handled = byLife.SelectMany(life => life.SelectMany(messages => messages)).ToList();
        Assert.That(sender.Acknowledged.Except(handled), Is.Empty, $"acknowledged and lost in chat {sender.Chat}");
        Assert.That(handled.Except(sender.Acknowledged), Is.Empty, $"handled and never sent in chat {sender.Chat}");
        for (var life = 0; life < byLife.Count; life++)
        {
            var singles = byLife[life].SelectMany(messages => messages)
                .Where(message => !sender.AlbumParts.Contains(message)).ToList();
            Assert.That(singles, Is.Ordered.And.Unique, $"order in chat {sender.Chat}, life {life}");
            // What is done again after a kill is what was done last before it.
            var later = byLife.Skip(life + 1).SelectMany(next => next.SelectMany(messages => messages)).ToHashSet();
            var again = byLife[life].Select(messages => messages.Any(later.Contains)).ToList();
            Assert.That(again.SkipWhile(isAgain => !isAgain), Is.All.True, $"done again without need in chat {sender.Chat}, life {life}");
        }
    }
}
