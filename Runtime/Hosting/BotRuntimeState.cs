namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>Where a hosted bot stands.</summary>
internal enum BotRuntimeState
{
    /// <summary>The app has not begun to start.</summary>
    NotStarted,

    /// <summary>Its checks, its inbox or its registration are under way, for the first time.</summary>
    Starting,

    /// <summary>Updates are taken and handled. Of a bot that only sends: it is there.</summary>
    Running,

    /// <summary>
    /// It could not start, or ended by itself; <see cref="BotRuntime.Failure"/> says why. The start may be tried again
    /// meanwhile.
    /// </summary>
    Failed,

    /// <summary>It drains.</summary>
    Stopping,

    /// <summary>It has stopped with the app.</summary>
    Stopped,
}
