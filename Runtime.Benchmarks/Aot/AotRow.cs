using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Telegram.Webhooks.Runtime.Benchmarks.Endpoint;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Benchmarks.Aot;

/// <summary>
/// From the start of the process to the first update that is accepted: examples/EchoBot as a native program with its
/// durable inbox, beside Telegram.Bot behind a minimal API on the JIT. Both register their webhook at a local Telegram,
/// where an update waits for them. And the size of the program.
/// </summary>
internal static class AotRow
{
    private const int Starts = 9;
    private const double MebibytesAtMost = 25;
    private const string Token = "4200000001:sandbox-token";

    public static async Task<int> Run(string[] _)
    {
        var root = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(typeof(AotRow).Assembly.Location)!, "../../../.."));
        var program = Path.Combine(root, "artifacts", "aot", "EchoBot", OperatingSystem.IsWindows() ? "EchoBot.exe" : "EchoBot");
        if (!await Publish(root)) return 1;

        var (ours, peers) = (new List<double>(), new List<double>());
        for (var start = 0; start <= Starts; start++)
        {
            var native = await Measure(port => Native(program, port));
            var peer = await Measure(port => Peer(port));
            // The first reads both from the disk.
            if (start == 0) continue;
            ours.Add(native.TotalMilliseconds);
            peers.Add(peer.TotalMilliseconds);
        }

        var size = new FileInfo(program).Length / 1024d / 1024;
        return Table.Print(
            string.Create(CultureInfo.InvariantCulture,
                $"native AOT: medians of {Starts} starts in turns, on {RuntimeInformation.RuntimeIdentifier}"),
            [
                new("start to first accepted update, ms", Median(ours), Median(peers), Goal: 0.30),
                new("size of the program, MiB", size, MebibytesAtMost, Goal: 1),
            ]);
    }

    private static async Task<bool> Publish(string root)
    {
        string[] linker = HasClang() ? [] : ["-p:CppCompilerAndLinker=gcc"];
        string[] arguments = ["publish", "examples/EchoBot", "-c", "Release", "--use-current-runtime", "-p:PublishAot=true", .. linker, "-o", "artifacts/aot/EchoBot", "-v", "quiet"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0;
    }

    private static bool HasClang() =>
        OperatingSystem.IsWindows() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "clang")));

    /// <summary>Starts a bot that registers itself, and waits for the first update that it has taken.</summary>
    private static async Task<TimeSpan> Measure(Func<(int Port, string Telegram, string Folder), ProcessStartInfo> bot)
    {
        await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { Token = Token });
        await telegram.User("Ada").Says("hi");
        var folder = Directory.CreateTempSubdirectory("cold-start-");
        var start = bot((FreePort(), telegram.BaseUrl, folder.FullName));
        start.WorkingDirectory = folder.FullName;
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while ((await telegram.Deliveries(1)).All(delivery => delivery.Status != 200)) await Task.Yield();
            return Stopwatch.GetElapsedTime(began);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo Native(string program, (int Port, string Telegram, string Folder) at) => new(program)
    {
        Environment =
        {
            ["TELEGRAM_BOT_TOKEN"] = Token,
            ["BASE_URL"] = at.Telegram,
            ["PUBLIC_URL"] = $"http://127.0.0.1:{at.Port}/hook",
            ["PORT"] = at.Port.ToString(CultureInfo.InvariantCulture),
            ["HOST"] = "127.0.0.1",
        },
    };

    private static ProcessStartInfo Peer((int Port, string Telegram, string Folder) at) =>
        Contender.Command(
            "telegram-bot-registered", at.Port.ToString(CultureInfo.InvariantCulture), at.Telegram, Token);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
