using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

namespace Telegram.Webhooks.Runtime.Benchmarks.Inbox;

/// <summary>
/// What durability costs: updates accepted per second with the SQLite inbox, every one synced before its 200, beside a
/// bare endpoint that only drains the body: by a load without a pause, and by a sender that paces itself as Telegram
/// does; then what a backlog of a million updates costs.
/// </summary>
internal static class InboxRow
{
    private const int UpdatesPerTurn = 40_000;
    private const int Turns = 5;
    private const int Backlog = 1_000_000;

    /// <summary>Arguments: how many updates the backlog has (default a million).</summary>
    public static async Task<int> Run(string[] arguments)
    {
        // Below the working directory and not in the system's temporary one, which may be in memory and make syncing
        // free.
        var directory = Directory.CreateDirectory(
            Path.Combine("artifacts", "bench-inbox", Guid.NewGuid().ToString("N")));
        try
        {
            var missed = 0;
            foreach (var connections in new[] { 40, 100 })
            {
                missed += await MeasureAccepting(
                    Path.Combine(directory.FullName, $"accepting-{connections}.db"), connections);
                missed += await TelegramSender.Measure(
                    Path.Combine(directory.FullName, $"sender-{connections}.db"), connections);
            }

            var backlog = arguments.Length > 0
                ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture)
                : Backlog;
            return missed + await InboxBacklog.Measure(Path.Combine(directory.FullName, "backlog.db"), backlog);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAccepting(string path, int connections)
    {
        using var bare = await Contender.Start("bare");
        using var sqlite = await Contender.Start("runtime-sqlite", path);
        await new Load(bare.Url, connections).Send(UpdatesPerTurn);
        await new Load(sqlite.Url, connections).Send(UpdatesPerTurn);
        var turns = new List<(double Bare, double Sqlite)>();
        for (var turn = 0; turn < Turns; turn++)
            turns.Add((await Rate(bare, connections), await Rate(sqlite, connections)));
        // The turn whose ratio is the median: what slows the machine down in a turn slows both sides of it.
        var median = turns.OrderBy(turn => turn.Sqlite / turn.Bare).ElementAt(Turns / 2);
        return Table.Print(
            $"inbox: SQLite, synced, {connections} connections, {connections} chats with one request in flight each; {Turns} turns of {UpdatesPerTurn} updates; against a bare endpoint",
            [new Table.Line("accepted updates/s", median.Sqlite, median.Bare, Goal: 0.6, AtMost: false)]);
    }

    private static async Task<double> Rate(Contender contender, int connections) =>
        UpdatesPerTurn / (await new Load(contender.Url, connections).Send(UpdatesPerTurn)).TotalSeconds;
}
