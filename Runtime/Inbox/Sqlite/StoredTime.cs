namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Times as the file has them.</summary>
internal static class StoredTime
{
    /// <summary>The first moment that can be one.</summary>
    public static readonly long Least = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    /// <summary>The last moment that can be one.</summary>
    public static readonly long Most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>
    /// The moment, or the nearest there is: a dead letter whose time is damaged must still be listed.
    /// </summary>
    public static DateTimeOffset OrNearest(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
}
