using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What an inbox is told when it is opened.</summary>
public sealed record InboxContext
{
    /// <summary>
    /// The bot whose updates are kept; null when it is not known (a listener without a token). An inbox that several
    /// bots share requires it.
    /// </summary>
    public long? BotId { get; init; }

    /// <summary>
    /// What the default file is named after: the bot id, the port that is listened on, or the route's path.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// How long a media group stays open after its last part; null keeps parts apart. Default 1 second.
    /// </summary>
    public TimeSpan? MediaGroupsDebounce { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many updates are handled at once at most. Default 64.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>
    /// Which updates are handled one after another; ask <see cref="LaneOf"/>. Default
    /// <see cref="UpdateLanes.PerChat"/>.
    /// </summary>
    public UpdateLanes Lanes { get; init; } = UpdateLanes.PerChat;

    /// <summary>
    /// The longest an update waits for its next attempt: what is longer, because it was asked for or because a clock
    /// was wrong when it was written, is this long. Default 1 hour.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether what earlier runs left pending is dropped at the opening, and counted in the log. Dead letters stay.
    /// Default false.
    /// </summary>
    public bool DropPending { get; init; }

    /// <summary>
    /// Told by an inbox when its store begins to fail so that what becomes of updates cannot be recorded: once, and
    /// again only after it worked in between. Delivery passes it on to <c>onError</c>. Not for an update that is
    /// refused; <see cref="IUpdateInbox.Append(IReadOnlyList{UpdateEnvelope}, CancellationToken)"/> throws for that.
    /// Returns at once and does not throw. Default: nobody is told.
    /// </summary>
    public Action<InboxException>? OnFailing { get; init; }

    /// <summary>
    /// Told by an inbox of what nobody waits for and nobody else would hear of, such as an update that cannot be read
    /// any more, or dead letters that gave way to newer ones. Delivery passes it on to <c>onError</c>. Returns at once
    /// and does not throw. Default: nobody is told.
    /// </summary>
    public Action<InboxException>? OnFault { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the inbox logs. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The lane that an update is kept in. Does not throw.</summary>
    public long? LaneOf(UpdateEnvelope update)
    {
        ArgumentNullException.ThrowIfNull(update);
        long? lane;
        try
        {
            lane = Lanes.LaneOf(update);
        }
        catch (Exception error)
        {
            // Refusing the update would only bring it back, again and again.
            InboxContextLog.LaneFailed(new UnfailingLogger(LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox")), update.UpdateId, error);
            lane = UpdateLanes.PerChat.LaneOf(update);
        }

        // The parts of a media group find each other in their lane.
        return lane is null && update.MediaGroupId is { } group ? LaneKey.Of($"album/{update.ChatId}/{group}") : lane;
    }
}
