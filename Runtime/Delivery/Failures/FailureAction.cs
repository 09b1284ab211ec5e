using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime;

/// <summary>What becomes of an update whose handling failed: tried again, buried, or dropped.</summary>
/// <remarks>The default value is <see cref="Retry"/> without a wait of its own.</remarks>
public readonly record struct FailureAction
{
    /// <summary>The longest wait that can be asked for: 1 day.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromDays(1);

    private FailureAction(FailureChoice choice, TimeSpan? wait) => (Choice, Wait) = (choice, wait);

    /// <summary>It becomes a dead letter: kept, and handled again only when replayed.</summary>
    public static FailureAction Bury { get; } = new(FailureChoice.Bury, null);

    /// <summary>It counts as handled, and is gone.</summary>
    public static FailureAction Drop { get; } = new(FailureChoice.Drop, null);

    internal FailureChoice Choice { get; }

    internal TimeSpan? Wait { get; }

    /// <summary>
    /// It is handled again after a wait; its chat waits with it. After the last attempt
    /// (<see cref="DeliveryOptions.MaxAttempts"/>) it is buried instead.
    /// </summary>
    /// <param name="after">How long; null for the backoff of <see cref="DeliveryOptions"/> or, where Telegram asked for
    /// a longer wait, that.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wait is negative or above
    /// <see cref="LongestWait"/>.</exception>
    public static FailureAction Retry(TimeSpan? after = null)
    {
        if (after is { } wait && (wait < TimeSpan.Zero || wait > LongestWait))
            throw new ArgumentOutOfRangeException(nameof(after), after, $"The wait must be from 0 to {LongestWait}.");
        return new(FailureChoice.Retry, after);
    }

    /// <summary>What is done, in words.</summary>
    public override string ToString() => Wait is { } wait ? $"{Choice} after {wait}" : $"{Choice}";
}
