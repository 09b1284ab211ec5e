using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;

/// <summary>
/// How long a small synced write takes on this machine, and a turn of a thread after it, at each moment and beside
/// everything else that runs.
/// </summary>
internal sealed class SyncProbe : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _probing;
    private readonly ConcurrentQueue<(long Begun, long Ended)> _writes = new();

    public SyncProbe(string path) => _probing = Task.Run(() => Probe(path));

    /// <summary>The longest of those that were under way between two moments, by <see cref="Stopwatch"/>.</summary>
    public TimeSpan Worst(long from, long to) =>
        _writes.Where(write => write.Ended >= from && write.Begun <= to)
            .Select(write => Stopwatch.GetElapsedTime(write.Begun, write.Ended)).DefaultIfEmpty().Max();

    public void Dispose()
    {
        _end.Cancel();
        // It ends within one write.
        _probing.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task Probe(string path)
    {
        await using var file = new FileStream(
            path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        while (!_end.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            _writes.Enqueue((begun, Stopwatch.GetTimestamp()));
        }
    }
}
