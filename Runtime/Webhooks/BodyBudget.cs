namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>How many bytes of bodies may be in memory at once. Thread-safe.</summary>
internal sealed class BodyBudget(long maxBytes)
{
    private long _taken;

    /// <summary>Takes so many bytes unless that were too many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= maxBytes)
            return true;
        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
