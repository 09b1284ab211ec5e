using System.Diagnostics;
using System.Globalization;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>What telemetry costs while nobody listens.</summary>
public class UnheardTelemetryTests
{
    [Test]
    public async Task While_nobody_listens_nothing_is_allocated_for_telemetry()
    {
        var runs = await Task.WhenAll(Run("off"), Run("unheard"), Run("heard"));

        Assert.That(runs[1], Is.EqualTo(runs[0]),
            "bytes for accepting, handling and calling, with nobody listening and without telemetry");
        foreach (var what in runs[0].Keys)
            Assert.That(runs[2][what], Is.GreaterThan(runs[0][what]),
                $"{what}: the measurement sees what is allocated for somebody who listens");
    }

    private static async Task<Dictionary<string, long>> Run(string listening)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TelemetryCost).Assembly.Location, "telemetry-cost", listening])
        {
            RedirectStandardOutput = true,
            // What is compiled again, and better, meanwhile would allocate otherwise.
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync().WaitAsync(RealTime.Patience);
        await process.WaitForExitAsync().WaitAsync(RealTime.Patience);
        Assert.That(process.ExitCode, Is.Zero, text);
        var bytes = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            line => line.Split(' ')[0], line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.That(bytes, Has.Count.EqualTo(4));
        return bytes;
    }
}
