using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Brings the backlog from the file into memory, piece by piece, whenever the window has room or a lane ran out. One at
/// a time.
/// </summary>
internal sealed partial class BacklogLoader(
    string path, SqliteReader reader, LaneWindow window, LaneScheduler lanes, InboxContext context, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isFailing;

    /// <summary>Buries an update that cannot be read; does not throw.</summary>
    public required Action<long, string> Bury { get; init; }

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
                foreach (var (id, why) in result.Unreadable) ReportUnreadable(id, why);
                lock (lanes.Gate) window.Apply(request, result);
                continue;
            }

            lock (lanes.Gate) window.GiveBack(request);
            await Pause().ConfigureAwait(false);
        }
    }

    // Whatever goes wrong here would end delivery without a word.
    private ScanResult? TryRead(ScanRequest request)
    {
        try
        {
            var result = reader.Scan(request);
            _isFailing = false;
            return result;
        }
        catch (Exception error)
        {
            var reason = error is SqliteFault fault
                ? fault.Explain(path)
                : $"The backlog of the inbox '{path}' cannot be read: {error.GetType().Name}.";
            ReadFailed(reason, error);
            if (!_isFailing)
                context.OnFault?.Invoke(
                    new InboxException($"{reason} What is not in memory yet is not handled meanwhile.", error));
            _isFailing = true;
            return null;
        }
    }

    private void ReportUnreadable(long id, Exception why)
    {
        Unreadable(id, path, why);
        context.OnFault?.Invoke(
            new InboxException($"Row {id} of the inbox '{path}' cannot be read; it became a dead letter.", why));
        Bury(id, $"The row cannot be read: {why.GetType().Name}.");
    }

    private async Task Pause()
    {
        try
        {
            await Task.Delay(RetryEvery, context.TimeProvider, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closing; the loop sees it.
        }
    }

    [LoggerMessage(3010, LogLevel.Error, "{Reason} Reading the backlog is tried again.")]
    private partial void ReadFailed(string reason, Exception cause);

    [LoggerMessage(3011, LogLevel.Error, "Row {Id} of the inbox '{Path}' cannot be read; it becomes a dead letter, and what stands behind it is handled.")]
    private partial void Unreadable(long id, string path, Exception cause);
}
