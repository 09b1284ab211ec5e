using System.Diagnostics;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Benchmarks.Inbox;

/// <summary>
/// Updates a second with the local Telegram as the sender: one in flight a chat, connections opened as Telegram opens
/// them. What counts is whether durability slows such a sender down.
/// </summary>
internal static class TelegramSender
{
    private const int UpdatesPerTurn = 20_000;
    private const int Turns = 5;

    // As many attempts as the sandbox remembers.
    private const int Remembered = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task<int> Measure(string path, int chats)
    {
        using var bare = await Contender.Start("bare");
        using var sqlite = await Contender.Start("runtime-sqlite", path);
        await Rate(bare, chats);
        await Rate(sqlite, chats);
        var turns = new List<(double Bare, double Sqlite)>();
        for (var turn = 0; turn < Turns; turn++)
            turns.Add((await Rate(bare, chats), await Rate(sqlite, chats)));
        var median = turns.OrderBy(turn => turn.Sqlite / turn.Bare).ElementAt(Turns / 2);
        return Table.Print(
            $"inbox: SQLite, synced, the local Telegram as sender, {chats} chats; {Turns} turns of {UpdatesPerTurn} updates; against a bare endpoint",
            [new Table.Line("delivered updates/s", median.Sqlite, median.Bare, Goal: 0.9, AtMost: false)]);
    }

    private static async Task<double> Rate(Contender contender, int chats)
    {
        await using var telegram = await TelegramSandbox.Start();
        for (var i = 0; i < UpdatesPerTurn; i++)
        {
            var message = (JsonObject)JsonNode.Parse(SampleUpdate.Json(i, i % chats))!["message"]!.DeepClone();
            // Telegram drops a message that is older than a day.
            message["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            if (!telegram.SendUpdate("message", message))
                throw new InvalidOperationException("The local Telegram has no room for the updates of a turn.");
        }

        using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
        var watch = Stopwatch.StartNew();
        await bot.SetWebhook(contender.Url.AbsoluteUri, maxConnections: chats, secretToken: SampleUpdate.SecretToken);
        while (telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>() > 0)
            await Task.Delay(LookEvery, TimeProvider.System);
        var rate = UpdatesPerTurn / watch.Elapsed.TotalSeconds;
        // What is no longer pending was delivered, and not dropped.
        await telegram.Deliveries(Remembered);
        return rate;
    }
}
