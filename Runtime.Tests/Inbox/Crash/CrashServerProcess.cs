using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>One life of the server, and what it said it handled.</summary>
internal sealed class CrashServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CrashServerProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(Read);
    }

    public int ProcessId => _process.Id;

    /// <summary>Where it listens. What an earlier life left behind may be handled before that is known.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Chat and message ids, in the order the handlings ended.</summary>
    public ConcurrentQueue<(long Chat, long[] Messages)> Handled { get; } = new();

    public static Task<CrashServerProcess> Start(string databasePath) => Start("crash-server", databasePath);

    public static async Task<CrashServerProcess> Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashServer).Assembly.Location, program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var server = new CrashServerProcess(Process.Start(start)!);
        server.Url = await server._url.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>STOP or CONT, for instance: the process is not asked.</summary>
    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    public async Task StopGracefully()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        Assert.That(_process.ExitCode, Is.Zero);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("http", StringComparison.Ordinal)) _url.TrySetResult(new Uri(line));
            var words = line.Split(' ');
            // The kill may cut the last line short; then its update counts as not handled.
            if (words.Length < 3 || words[0] != "handled") continue;
            var numbers = words.Skip(1).Select(
                word => long.Parse(word, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Handled.Enqueue((numbers[0], numbers[1..]));
        }
    }
}
