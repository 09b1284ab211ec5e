using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;

/// <summary>How long a small synced write takes at worst on this machine, now, beside everything else that runs.</summary>
internal sealed class SyncProbe : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _probing;
    private long _worst;

    public SyncProbe(string path) => _probing = Task.Run(() => Probe(path));

    public TimeSpan Worst => TimeSpan.FromTicks(Interlocked.Read(ref _worst));

    public void Dispose()
    {
        _end.Cancel();
        // It ends within one write.
        _probing.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task Probe(string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        while (!_end.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(begun).Ticks;
            if (took > Interlocked.Read(ref _worst)) Interlocked.Exchange(ref _worst, took);
        }
    }
}
