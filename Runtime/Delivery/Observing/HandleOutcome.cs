namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What becomes of an update after an attempt, as metrics count it.</summary>
internal enum HandleOutcome
{
    /// <summary>The receiver returned.</summary>
    Completed,

    /// <summary>It failed and is tried again; without an inbox, if Telegram sends it again.</summary>
    Retried,

    /// <summary>It failed and is a dead letter now.</summary>
    Buried,

    /// <summary>It failed and is forgotten.</summary>
    Dropped,

    /// <summary>A stop cut it short; it is handled again.</summary>
    Interrupted,

    /// <summary>Another instance may handle it now.</summary>
    Lost,
}
