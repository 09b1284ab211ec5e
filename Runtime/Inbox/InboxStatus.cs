namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How much an inbox holds at one moment.</summary>
public sealed record InboxStatus
{
    /// <summary>
    /// Updates that are not done: those that are handled now and those that wait for a retry included. The parts of a
    /// media group count each.
    /// </summary>
    public required long Pending { get; init; }

    /// <summary>How many of <see cref="Pending"/> are being handled now.</summary>
    public required long Handled { get; init; }

    /// <summary>
    /// How many of <see cref="Pending"/> failed and wait for their next attempt. Each holds up its lane.
    /// </summary>
    public required long Waiting { get; init; }

    /// <summary>Dead letters.</summary>
    public required long Dead { get; init; }

    /// <summary>How long ago the oldest update that is not done came in; null when there is none.</summary>
    public TimeSpan? OldestAge { get; init; }
}
