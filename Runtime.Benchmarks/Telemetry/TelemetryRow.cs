using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Benchmarks.Telemetry;

/// <summary>
/// What metrics and spans cost while nobody listens: updates accepted into the inbox in memory and handled by a
/// receiver that returns at once, with telemetry and with the AppContext switch that leaves it out; each in processes
/// of their own, turn by turn.
/// </summary>
internal static class TelemetryRow
{
    private const int Turns = 9;
    private const int UpdatesPerBatch = 20_000;
    private const int Batches = 6;
    private const int Chats = 64;

    /// <summary>Arguments: how many turns (default 9).</summary>
    public static async Task<int> Run(string[] arguments)
    {
        var turns = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Turns;
        var measured = new List<(Cost With, Cost Without)>();
        for (var turn = 0; turn < turns; turn++)
        {
            // Which one goes first changes: the machine is not the same from one moment to the next.
            var first = await Start(isOn: turn % 2 == 0);
            var second = await Start(isOn: turn % 2 != 0);
            measured.Add(turn % 2 == 0 ? (first, second) : (second, first));
        }

        var cpu = measured.OrderBy(turn => turn.With.Microseconds / turn.Without.Microseconds).ElementAt(turns / 2);
        var bytes = measured.OrderBy(turn => turn.With.Bytes / turn.Without.Bytes).ElementAt(turns / 2);
        return Table.Print(
            $"telemetry: nobody listens; {turns} turns, best of {Batches - 1} batches of {UpdatesPerBatch} updates; against telemetry left out, median turn",
            [
                new Table.Line("CPU an update, µs", cpu.With.Microseconds, cpu.Without.Microseconds, Goal: 1.02),
                new Table.Line("bytes allocated an update", bytes.With.Bytes, bytes.Without.Bytes, Goal: 1.02),
            ]);
    }

    /// <summary>The process that is measured: prints microseconds and bytes for one update.</summary>
    public static async Task Measure(bool isOn)
    {
        AppContext.SetSwitch(RuntimeTelemetry.Switch, isOn);
        var best = new Cost(double.MaxValue, double.MaxValue);
        for (var batch = 0; batch < Batches; batch++)
        {
            var cost = await MeasureBatch();
            if (batch > 0)
                best = new Cost(Math.Min(best.Microseconds, cost.Microseconds), Math.Min(best.Bytes, cost.Bytes));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best.Microseconds} {best.Bytes}"));
    }

    private static async Task<Cost> MeasureBatch()
    {
        var handled = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inbox = await UpdateInbox.InMemory().Open(new InboxContext { Name = "telemetry", BotId = 1 });
        await using var delivery = new InboxDelivery(inbox, new DeliverySettings
        {
            Receiver = (_, _) =>
            {
                if (Interlocked.Increment(ref handled) == UpdatesPerBatch) all.SetResult();
                return default;
            },
            Options = new DeliveryOptions { MaxConcurrency = Chats },
            BotId = 1,
            Name = "telemetry",
            Errors = new ErrorReporter(error => Console.Error.WriteLine(error), NullLogger.Instance),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        });
        var updates = Enumerable.Range(1, UpdatesPerBatch).Select(Update).ToArray();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        var (cpu, bytes) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        delivery.Start();
        foreach (var update in updates) await delivery.Accept(update, CancellationToken.None);
        await all.Task;
        process.Refresh();
        return new Cost(
            (process.TotalProcessorTime - cpu).TotalMicroseconds / UpdatesPerBatch,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)UpdatesPerBatch);
    }

    private static UpdateEnvelope Update(int id) => UpdateEnvelope.Read(Encoding.UTF8.GetBytes(
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1790000000,"chat":{"id":{{{1 + (id % Chats)}}},"type":"private","first_name":"Ada"},"text":"hello"}}"""));

    private static async Task<Cost> Start(bool isOn)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(TelemetryRow).Assembly.Location);
        foreach (var argument in new[] { "serve", "telemetry-cost", isOn ? "on" : "off" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        var words = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        return new Cost(double.Parse(words[0], CultureInfo.InvariantCulture),
            double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private sealed record Cost(double Microseconds, double Bytes);
}
