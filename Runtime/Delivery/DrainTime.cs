namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// How long a stop waits for handlers: first for them to finish, then for them to react to being cancelled.
/// </summary>
internal readonly record struct DrainTime(TimeSpan Patience, TimeSpan Grace)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(2);

    /// <summary>With the usual grace.</summary>
    public static implicit operator DrainTime(TimeSpan patience) => new(patience, LongestGrace);

    /// <summary>
    /// What is left of a limit that holds for everything that a host stops: a sixth of it, two seconds at most, for
    /// handlers to react, and as much for closing the rest.
    /// </summary>
    /// <param name="patience">What is wanted.</param>
    /// <param name="limit">The host's limit; infinite for none.</param>
    public static DrainTime Within(TimeSpan patience, TimeSpan limit)
    {
        if (limit < TimeSpan.Zero)
            return patience;
        var share = limit / 6 < LongestGrace ? limit / 6 : LongestGrace;
        var most = limit - (2 * share);
        return new DrainTime(patience < most ? patience : most, share);
    }

    /// <summary>The same when some of the patience is used up.</summary>
    public DrainTime Less(TimeSpan used) => this with { Patience = used < Patience ? Patience - used : TimeSpan.Zero };
}
