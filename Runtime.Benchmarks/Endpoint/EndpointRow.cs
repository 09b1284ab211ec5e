using System.Globalization;

namespace Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

/// <summary>
/// Requests per second and CPU per update of the endpoint with a no-op receiver, beside its peers, in turns within one
/// run.
/// </summary>
internal static class EndpointRow
{
    private const int Connections = 40;
    private const int UpdatesPerTurn = 40_000;
    private const int Turns = 7;

    public static async Task<int> Run(string[] _)
    {
        string[] names = ["bare", "runtime-none", "telegram-bot"];
        var contenders = new List<Contender>();
        try
        {
            foreach (var name in names)
                contenders.Add(await Contender.Start(name));
            foreach (var contender in contenders)
                await Measure(contender, UpdatesPerTurn);
            var turns = new List<Dictionary<string, (double Rate, double Cpu)>>();
            for (var turn = 0; turn < Turns; turn++)
            {
                var row = new Dictionary<string, (double, double)>();
                foreach (var contender in contenders)
                    row[contender.Name] = await Measure(contender, UpdatesPerTurn);
                turns.Add(row);
            }

            Print(names, turns);
            return 0;
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }

    private static async Task<(double Rate, double Cpu)> Measure(Contender contender, int updates)
    {
        var before = contender.CpuTime;
        var elapsed = await new Load(contender.Url, Connections).Send(updates);
        return (updates / elapsed.TotalSeconds, (contender.CpuTime - before).TotalMicroseconds / updates);
    }

    private static void Print(string[] names, List<Dictionary<string, (double Rate, double Cpu)>> turns)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"endpoint: {Connections} connections, {Turns} turns of {UpdatesPerTurn} updates each, medians"));
        foreach (var name in names)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-14} {Median(turns.Select(t => t[name].Rate)),9:N0} requests/s {Median(turns.Select(t => t[name].Cpu)),7:N1} us CPU/update"));
        // Ratios are taken turn by turn, so that what slows the machine down slows both sides.
        Ratio("requests/s, runtime : bare", turns.Select(t => t["runtime-none"].Rate / t["bare"].Rate), "goal >= 0.90");
        Ratio("CPU/update, runtime : Telegram.Bot", turns.Select(t => t["runtime-none"].Cpu / t["telegram-bot"].Cpu), "goal <= 0.80");
    }

    private static void Ratio(string what, IEnumerable<double> values, string goal) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-36} {Median(values):N2} x  ({goal})"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
