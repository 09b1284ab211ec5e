using System.Diagnostics;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// A handler that ends the process at once, each time: nothing of the attempt can be written after it has begun.
/// </summary>
internal sealed class EndingHandlerTests
{
    // The first life's attempt may be over before it is on the disk, and so does not count.
    private const int MostLives = EndingServer.MaxAttempts + 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [TestCase(EndingServer.FailFast)]
    [TestCase(EndingServer.Kill)]
    public async Task An_update_whose_handler_ends_the_process_at_once_ended_it_for_ever(string how)
    {
        using var directory = new TemporaryDirectory();
        var lives = new List<string[]>();
        do
        {
            lives.Add(await Live(directory.File("inbox.db"), how, send: lives.Count == 0));
        }
        while (!lives[^1].Any(IsBuried) && lives.Count <= MostLives);

        TestContext.Out.WriteLine(string.Join(" | ", lives.Select(lines => string.Join("; ", lines))));
        Assert.That(lives[^1].Where(IsBuried).ToList(), Has.Count.EqualTo(1), "still tried, life after life");
        Assert.That(lives[^1].Single(IsBuried), Does.Contain($"{EndingServer.MaxAttempts} are allowed"));
        var begun = lives.Select(lines => lines.Count(line => line.StartsWith("begun", StringComparison.Ordinal)))
            .ToList();
        Assert.That(begun.SkipLast(1), Is.All.EqualTo(1), "each life but the last tries it once");
        Assert.That(begun[^1], Is.Zero);
        Assert.That(begun.Sum(), Is.InRange(EndingServer.MaxAttempts, MostLives));
    }

    private static bool IsBuried(string line) =>
        line.StartsWith(nameof(WebhookErrorOutcome.Buried), StringComparison.Ordinal);

    /// <summary>Runs the program until it ends, or has buried the update; returns what it printed.</summary>
    private static async Task<string[]> Live(string path, string how, bool send)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EndingServer).Assembly.Location, "ending-server", path, how])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // The runtime prints the stack of a process that is ended so.
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var lines = new List<string>();
            using var patience = new CancellationTokenSource(Patience);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                lines.Add(line);
                if (send && line.StartsWith("http", StringComparison.Ordinal)) await Send(line);
                if (IsBuried(line)) process.StandardInput.Close();
            }

            await process.WaitForExitAsync(patience.Token);
            await errors.WaitAsync(patience.Token);
            return [.. lines];
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task Send(string url)
    {
        using var client = new HttpClient();
        using var message = TestServers.Post(url, TestServers.Message(1, chatId: 1), secret: null);
        try
        {
            using var answer = await client.SendAsync(message, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            // The process may end before it has answered; the update is on the disk by then, or its handler would not
            // run.
        }
    }
}
