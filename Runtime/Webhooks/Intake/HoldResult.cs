namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What became of an update that was offered to be held until its album is complete.</summary>
internal enum HoldResult
{
    /// <summary>It is no part of an album.</summary>
    NotAPart,

    /// <summary>It is held, or was released with its album.</summary>
    Held,

    /// <summary>
    /// It is a part, but nothing is held any more, or there is no room for it: let the sender try again.
    /// </summary>
    Refused,
}
