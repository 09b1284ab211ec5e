using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Benchmarks.Inbox;

/// <summary>
/// A backlog on disk and a process that starts over it: how soon it delivers, how fast, in how much memory.
/// </summary>
internal static class InboxBacklog
{
    private const int Chats = 5_000;
    private const int Appenders = 256;
    private const long FirstUpdateId = 700_000_000;
    private static readonly InboxContext Context = new() { BotId = 1, Name = "backlog" };

    public static async Task<int> Measure(string path, int count)
    {
        await Fill(path, count);
        using var process = Start(path, count);
        long peak = 0;
        var output = process.StandardOutput.ReadToEndAsync();
        while (!output.IsCompleted)
        {
            await Task.WhenAny(output, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
            process.Refresh();
            peak = Math.Max(peak, ResidentBytes(process));
        }

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var figures = lines[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))
            .ToArray();
        return Table.Print(
            $"inbox: {count} updates pending in {Chats} chats, a new process with a no-op receiver; the peer column is the goal",
            [
                new Table.Line("peak resident memory, MiB", peak / 1048576.0, 200, Goal: 1),
                new Table.Line("start to first delivery, ms", figures[0], 1000, Goal: 1),
                new Table.Line("drained updates/s", count / figures[1], 20_000, Goal: 1, AtMost: false),
            ]);
    }

    // A short run may end at any moment.
    private static long ResidentBytes(Process process)
    {
        try
        {
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>
    /// The process under test: opens, delivers everything, prints milliseconds to the first and seconds for all.
    /// </summary>
    public static async Task Drain(string path, int count)
    {
        var watch = Stopwatch.StartNew();
        var handled = 0;
        double firstAt = 0;
        var all = new TaskCompletionSource();
        var inbox = await UpdateInbox.Sqlite(path).Open(Context);
        await using var delivery = new InboxDelivery(inbox, new DeliverySettings
        {
            Receiver = (_, _) =>
            {
                var number = Interlocked.Increment(ref handled);
                if (number == 1) firstAt = watch.Elapsed.TotalMilliseconds;
                if (number == count) all.SetResult();
                return ValueTask.CompletedTask;
            },
            Options = new DeliveryOptions(),
            BotId = null,
            Errors = new ErrorReporter(error => Console.Error.WriteLine(error), NullLogger.Instance),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        });
        delivery.Start();
        await all.Task;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{firstAt} {watch.Elapsed.TotalSeconds}"));
    }

    private static async Task Fill(string path, int count)
    {
        await using var inbox = await UpdateInbox.Sqlite(path).Open(Context);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                await inbox.Append(
                    UpdateEnvelope.Read(Encoding.UTF8.GetBytes(SampleUpdate.Json(FirstUpdateId + i, i % Chats))));
        })));
    }

    private static Process Start(string path, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(InboxBacklog).Assembly.Location);
        foreach (var argument in new[] { "serve", "inbox-backlog", path, count.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
    }
}
