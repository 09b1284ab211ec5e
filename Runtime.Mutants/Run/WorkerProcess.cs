using System.Diagnostics;
using System.IO.Pipes;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>A process that runs tests. It is ended and started again when a mutant hangs it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private WorkerProcess(Process process, NamedPipeServerStream pipe)
    {
        (_process, _pipe) = (process, pipe);
        _reader = new(pipe, leaveOpen: true);
        _writer = new(pipe, leaveOpen: true) { AutoFlush = true };
    }

    public static async Task<WorkerProcess> Start(TestHost host)
    {
        var name = "mutants-" + Guid.NewGuid().ToString("N");
        var pipe = new NamedPipeServerStream(
            name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        var start = new ProcessStartInfo("dotnet", host.WorkerArguments(name))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // What tests print is of no interest, but must not fill the pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var ended = new CancellationTokenSource();
        var connected = pipe.WaitForConnectionAsync(ended.Token);
        if (await Task.WhenAny(connected, process.WaitForExitAsync(ended.Token)).ConfigureAwait(false) != connected)
            throw new InvalidOperationException(
                $"The worker ended at once: dotnet {string.Join(' ', host.WorkerArguments(name))}");
        await ended.CancelAsync().ConfigureAwait(false);
        return new(process, pipe);
    }

    public Task Ask(WorkerRequest request) => _writer.WriteLineAsync(WorkerMessages.Write(request));

    /// <summary>The next reply; null if the process ended instead.</summary>
    /// <exception cref="TimeoutException">None came in time; the process is of no more use.</exception>
    public async Task<WorkerReply?> Reply(TimeSpan limit)
    {
        try
        {
            return await _reader.ReadLineAsync().WaitAsync(limit).ConfigureAwait(false) is { } line
                ? WorkerMessages.Read<WorkerReply>(line)
                : null;
        }
        catch (IOException)
        {
            // The process ended in the middle of a line.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _reader.Dispose();
        await _pipe.DisposeAsync().ConfigureAwait(false);
    }
}
