namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What a source is told about an update it brought.</summary>
internal enum AcceptOutcome
{
    /// <summary>Kept, or with no inbox handled: acknowledge it.</summary>
    Accepted,

    /// <summary>Known already: acknowledge it.</summary>
    Duplicate,

    /// <summary>Not decodable; kept as a dead letter where there is an inbox, and reported: acknowledge it.</summary>
    Undecodable,

    /// <summary>The receiver failed and there is no inbox: let the sender try again (500).</summary>
    Failed,

    /// <summary>
    /// The inbox is full or failing, or delivery is stopping: let the sender try again shortly (503).
    /// </summary>
    Unavailable,
}
