using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime;

/// <summary>An attempt that failed: what <see cref="DeliveryOptions.OnFailure"/> decides about.</summary>
public sealed class UpdateFailure
{
    /// <summary>Creates a failure. Delivery does; code under test may.</summary>
    /// <param name="updateId">Telegram's number of the update.</param>
    /// <param name="kind">Which kind of update.</param>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    /// <param name="isLast">Whether no other attempt is left.</param>
    /// <param name="error">What the receiver threw.</param>
    public UpdateFailure(long updateId, string? kind, int attempt, bool isLast, Exception error)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        ArgumentNullException.ThrowIfNull(error);
        UpdateId = updateId;
        Kind = kind;
        Attempt = attempt;
        IsLast = isLast;
        Error = error;
    }

    /// <summary>Telegram's number of the update; of a media group, its first part's.</summary>
    public long UpdateId { get; }

    /// <summary>Which kind of update, such as <c>callback_query</c>; null when it carries none.</summary>
    public string? Kind { get; }

    /// <summary>Which attempt failed, from 1.</summary>
    public int Attempt { get; }

    /// <summary>Whether no other attempt is left, so that <see cref="FailureAction.Retry"/> buries.</summary>
    public bool IsLast { get; }

    /// <summary>
    /// What the receiver threw; a <see cref="TimeoutException"/> when it ran longer than
    /// <see cref="DeliveryOptions.HandlerTimeout"/>.
    /// </summary>
    public Exception Error { get; }

    /// <summary>
    /// What is done where <see cref="DeliveryOptions.OnFailure"/> says nothing else: buried when it is permanent
    /// (docs/said-once.md has the table), else tried again.
    /// </summary>
    public FailureAction Default => DefaultFailurePolicy.Decide(Error);
}
