namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// When an inbox lets go of a media group whose parts it collects, besides a debounce after the last part.
/// </summary>
public static class MediaGroupLimits
{
    /// <summary>As many parts as Telegram puts into one group: with these it is complete at once.</summary>
    public const int MaxParts = 10;

    /// <summary>
    /// How many debounces after its first part a group is complete, however often parts go on coming.
    /// </summary>
    public const int MaxDebounces = 5;
}
