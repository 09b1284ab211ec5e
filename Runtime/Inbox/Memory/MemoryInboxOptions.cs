namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Limits of <see cref="UpdateInbox.InMemory"/>.</summary>
public sealed record MemoryInboxOptions
{
    /// <summary>
    /// How many bytes of updates are held, dead letters, errors and 256 bytes for each update included, before new ones
    /// are refused. Default 64 MiB, at least 1 MiB.
    /// </summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long an update id is remembered to recognise duplicates. Default 48 hours, above the 24 hours Telegram
    /// retries for.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long a dead letter is kept after it was given up, unless replayed or purged before. Forgotten up to an hour
    /// later; a warning in the log says how many were. Default 30 days, at least 1 hour; null keeps them for ever.
    /// </summary>
    public TimeSpan? DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many dead letters are kept: the oldest give way, and a warning says how many did. Default 100,000, at least
    /// 1.
    /// </summary>
    public long MaxDeadLetters { get; set; } = 100_000;

    /// <summary>
    /// Which part of <see cref="MaxBytes"/> dead letters may take: the oldest give way. Default 0.25, above 0 and at
    /// most 0.9.
    /// </summary>
    public double MaxDeadLetterShare { get; set; } = 0.25;

    internal DeadLetterShare DeadLetters => new(MaxDeadLetters, (long)(MaxBytes * MaxDeadLetterShare));

    internal IEnumerable<string> Problems()
    {
        if (MaxDeadLetters < 1) yield return $"{nameof(MaxDeadLetters)} is {MaxDeadLetters}; it must be at least 1.";
        if (MaxDeadLetterShare is not (> 0 and <= 0.9))
            yield return $"{nameof(MaxDeadLetterShare)} is {MaxDeadLetterShare}; it must be above 0 and at most 0.9.";
        if (MaxBytes < 1024 * 1024)
            yield return $"{nameof(MaxBytes)} is {MaxBytes}; it must be at least 1 MiB (1048576).";
        if (Retention < TimeSpan.FromHours(1))
            yield return $"{nameof(Retention)} is {Retention}; it must be at least 1 hour.";
        if (DeadLetterRetention < TimeSpan.FromHours(1))
            yield return $"{nameof(DeadLetterRetention)} is {DeadLetterRetention}; it must be at least 1 hour, or null.";
    }
}
