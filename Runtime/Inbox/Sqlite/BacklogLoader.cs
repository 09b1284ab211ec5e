using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Brings the backlog from the file into memory, piece by piece, whenever the window has room or a lane ran out. One at a time.</summary>
internal sealed partial class BacklogLoader(string path, SqliteReader reader, LaneWindow window, LaneScheduler lanes, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;

    /// <summary>Starts loading if there is something to load. Call under the scheduler's lock.</summary>
    public void Nudge()
    {
        if (_isRunning || !window.HasWork || _closing.IsCancellationRequested) return;
        _isRunning = true;
        _running = Task.Run(Load);
    }

    /// <summary>Ends loading, and waits for what is being read.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task running;
        lock (lanes.Gate) running = _running;
        await running.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task Load()
    {
        while (true)
        {
            ScanRequest? request;
            lock (lanes.Gate)
            {
                request = _closing.IsCancellationRequested ? null : window.Next();
                if (request is null)
                {
                    _isRunning = false;
                    return;
                }
            }

            if (TryRead(request) is { } result)
            {
                lock (lanes.Gate) window.Apply(request, result);
                continue;
            }

            lock (lanes.Gate) window.GiveBack(request);
            await Pause().ConfigureAwait(false);
        }
    }

    private ScanResult? TryRead(ScanRequest request)
    {
        try
        {
            return reader.Scan(request);
        }
        catch (SqliteFault fault)
        {
            ReadFailed(fault.Explain(path), fault);
            return null;
        }
    }

    private async Task Pause()
    {
        try
        {
            await Task.Delay(RetryEvery, time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing; the loop sees it.
        }
    }

    [LoggerMessage(3010, LogLevel.Error, "{Reason} Reading the backlog is tried again.")]
    private partial void ReadFailed(string reason, Exception cause);
}
