namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>How many bytes of bodies may be in memory at once. Thread-safe.</summary>
internal sealed class BodyBudget(long maxBytes)
{
    private long _taken;

    /// <summary>Takes so many bytes unless that were too many.</summary>
    public bool TryTake(long bytes)
    {
        var taken = Volatile.Read(ref _taken);
        while (bytes <= maxBytes - taken)
        {
            // Not adding first and giving back: for a moment that would refuse others what there is room for.
            var seen = Interlocked.CompareExchange(ref _taken, taken + bytes, taken);
            if (seen == taken)
                return true;
            taken = seen;
        }

        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
