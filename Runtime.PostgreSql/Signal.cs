namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Wakes a loop: setting it twice wakes once, and setting it while nobody waits is not lost.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);
    private readonly Lock _gate = new();

    public void Set()
    {
        lock (_gate)
            if (_set.CurrentCount == 0) _set.Release();
    }

    /// <summary>Returns when it is set, or after a while; real time, whatever clock tests set.</summary>
    public Task Wait(TimeSpan atMost) => _set.WaitAsync(atMost);

    public void Dispose() => _set.Dispose();
}
