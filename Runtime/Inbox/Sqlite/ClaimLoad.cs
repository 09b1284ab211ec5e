namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How reading the rest of a claim went.</summary>
internal enum ClaimLoad
{
    /// <summary>All of it is in memory.</summary>
    Whole,

    /// <summary>Its updates are not in the file any more.</summary>
    Gone,

    /// <summary>What the file says of them makes no sense.</summary>
    Unreadable,

    /// <summary>The file could not be read.</summary>
    Failed,
}
