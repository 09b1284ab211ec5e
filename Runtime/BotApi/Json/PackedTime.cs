namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// A time, or none, in eight bytes instead of the sixteen or twenty-four that .NET takes. Its zone is not kept:
/// Telegram's times have none.
/// </summary>
internal readonly struct PackedTime
{
    // Ticks of UTC and one more, so that 0 is no time.
    private readonly long _value;

    public PackedTime(DateTimeOffset? time) => _value = time is { } value ? value.UtcTicks + 1 : 0;

    /// <summary>The time; without one, what <see cref="DateTimeOffset"/> is by default.</summary>
    public DateTimeOffset Time => OrNull ?? default;

    /// <summary>The time, or null.</summary>
    public DateTimeOffset? OrNull => _value == 0 ? null : new DateTimeOffset(_value - 1, TimeSpan.Zero);
}
