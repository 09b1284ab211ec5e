namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>How long to wait before an update is tried again.</summary>
/// <param name="options">First wait and limit.</param>
/// <param name="random">Where jitter comes from.</param>
internal sealed class Backoff(DeliveryOptions options, Random random)
{
    // Half of the wait is fixed and half is random: retries of many lanes that failed together spread out, and none
    // comes at once.
    private const double FixedShare = 0.5;

    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="askedFor">How long Telegram asks to wait, which is kept in full.</param>
    public TimeSpan After(int attempt, TimeSpan? askedFor)
    {
        var doubled = options.InitialBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30));
        var limit = Math.Min(doubled, options.MaxBackoff.TotalMilliseconds);
        double share;
        lock (random) share = FixedShare + ((1 - FixedShare) * random.NextDouble());
        // Whole milliseconds, which is what timers and stores count.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(limit * share));
        return askedFor > wait ? askedFor.Value : wait;
    }
}
