using System.Diagnostics;
using System.Net;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>A bot whose standard output nobody reads, as with a stopped terminal or a full pipe.</summary>
public sealed class UnreadConsoleTests
{
    // What fits in a pipe, and the queue of the logger, are full long before.
    private const int Updates = 6_000;

    [Test]
    public async Task A_console_that_nobody_reads_held_up_the_answers()
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(UnreadConsoleTests).Assembly.Location, "noisy-server"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        try
        {
            // The address comes on standard error, for nobody reads the other.
            var url = (await process.StandardError.ReadLineAsync().WaitAsync(Timeouts.Process))!;
            using var client = TestServers.Client();
            for (var i = 0; i < Updates; i++)
            {
                using var answer = await client.SendAsync(
                    TestServers.Post(url, TestServers.Message(i, chatId: i), secret: null));
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError),
                    "the receiver always fails, and says so");
            }

            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            var printed = string.Concat(await Task.WhenAll(output, error).WaitAsync(Timeouts.Process));
            await process.WaitForExitAsync().WaitAsync(Timeouts.Process);
            Assert.That(printed, Does.Match(@"\d+ message\(s\) dropped"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
