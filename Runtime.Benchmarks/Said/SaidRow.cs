using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Benchmarks.Said;

/// <summary>
/// What "said once" costs where nothing fails: updates from the SQLite inbox, three calls each against a stand-in for
/// the Bot API in another process, with the notes and without, turn by turn in one process.
/// </summary>
internal static class SaidRow
{
    private const string Token = "123456789:AAtoken_of-the-benchmarks_0123456789abc";
    private const int CallsPerUpdate = 3;
    private const int UpdatesPerTurn = 1_000;
    private const int Turns = 25;
    private const int WarmUps = 3;
    // So few that an attempt is over before its notes would be written beside it: they are when it lasts, and that is
    // another cost.
    private const int Chats = 4;

    /// <summary>Arguments: how many turns (default 25).</summary>
    public static async Task<int> Run(string[] arguments)
    {
        var turns = arguments.Length > 0
            ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture)
            : Turns;
        var directory = Directory.CreateDirectory(
            Path.Combine("artifacts", "bench-said", Guid.NewGuid().ToString("N")));
        try
        {
            using var api = await Contender.Start("bot-api");
            using var bot = new TelegramBot(Token, new TelegramBotOptions { BaseUrl = api.Url.AbsoluteUri });
            for (var round = 0; round < WarmUps; round++) await Turn(bot, directory.FullName);
            var measured = new List<(bool SaysOnce, Cost Cost)>();
            for (var turn = 0; turn < turns; turn++) measured.AddRange(await Turn(bot, directory.FullName));
            var (with, without) = (LowerQuartile(true), LowerQuartile(false));
            return Table.Print(
                $"said once: nothing fails, {CallsPerUpdate} calls an update; {turns} turns of {4 * UpdatesPerTurn} updates; against SayOnce = false, lower quartiles",
                [
                    new Table.Line("CPU an update, µs", with.Microseconds, without.Microseconds, Goal: 1.03),
                    new Table.Line("bytes allocated an update", with.Bytes, without.Bytes, Goal: 1.03),
                ]);

            // What else runs on the machine only ever adds: the lower quartile is what it adds least to.
            Cost LowerQuartile(bool saysOnce)
            {
                var costs = measured.Where(run => run.SaysOnce == saysOnce).Select(run => run.Cost).ToList();
                return new Cost(
                    costs.Select(cost => cost.Microseconds).Order().ElementAt(costs.Count / 4),
                    costs.Select(cost => cost.Bytes).Order().ElementAt(costs.Count / 4));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // With, without, without, with: a machine that grows faster or slower, and what one run leaves to the collector of
    // the next, weigh the same on both.
    private static async Task<IReadOnlyList<(bool SaysOnce, Cost Cost)>> Turn(TelegramBot bot, string directory)
    {
        var costs = new List<(bool, Cost)>();
        foreach (var saysOnce in new[] { true, false, false, true })
            costs.Add((saysOnce, await Measure(bot, saysOnce, directory)));
        return costs;
    }

    private static async Task<Cost> Measure(TelegramBot bot, bool sayOnce, string directory)
    {
        var handled = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inbox = await UpdateInbox.Sqlite(Path.Combine(directory, $"{Guid.NewGuid():N}.db"))
            .Open(new InboxContext { Name = "said", BotId = bot.Id });
        await using var delivery = new InboxDelivery(inbox, new DeliverySettings
        {
            Receiver = async (update, token) =>
            {
                for (var call = 0; call < CallsPerUpdate; call++)
                    await bot.SendMessage(
                        update.Message!.Chat.Id, $"You said {update.Message.Text}, {call}", cancellationToken: token);
                if (Interlocked.Increment(ref handled) == UpdatesPerTurn) all.SetResult();
            },
            Options = new DeliveryOptions { SayOnce = sayOnce, MaxConcurrency = Chats },
            BotId = bot.Id,
            Errors = new ErrorReporter(error => Console.Error.WriteLine(error), NullLogger.Instance),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        });
        for (var id = 1; id <= UpdatesPerTurn; id += 100)
            await inbox.Append([.. Enumerable.Range(id, 100).Select(Update)]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        var (cpu, bytes) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        delivery.Start();
        await all.Task;
        process.Refresh();
        return new Cost(
            (process.TotalProcessorTime - cpu).TotalMicroseconds / UpdatesPerTurn,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)UpdatesPerTurn);
    }

    private static UpdateEnvelope Update(int id) => UpdateEnvelope.Read(System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1790000000,"chat":{"id":{{{1 + (id % Chats)}}},"type":"private","first_name":"Ada"},"text":"hello"}}"""));

    private sealed record Cost(double Microseconds, double Bytes);
}
