using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What an inbox is told when it is opened.</summary>
public sealed record InboxContext
{
    /// <summary>The bot whose updates are kept; null when it is not known (a listener without a token).</summary>
    public long? BotId { get; init; }

    /// <summary>What the default file is named after: the bot id, the port that is listened on, or the route's path.</summary>
    public required string Name { get; init; }

    /// <summary>How long a media group stays open after its last part; null keeps parts apart. Default 1 second.</summary>
    public TimeSpan? MediaGroupsDebounce { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Told by an inbox when its store begins to fail so that what becomes of updates cannot be recorded: once, and again only after it worked in
    /// between. Delivery passes it on to <c>onError</c>. Not for an update that is refused; <see cref="IUpdateInbox.Append"/> throws for that.
    /// Returns at once and does not throw. Default: nobody is told.
    /// </summary>
    public Action<InboxException>? OnFailing { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the inbox logs. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
