using Telegram.Webhooks.Runtime.PostgreSql;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Limits and retention of <c>UpdateInbox.PostgreSql(…)</c>. Instances of one bot should use the same.
/// </summary>
public sealed record PostgreSqlInboxOptions
{
    /// <summary>
    /// Whether connections go through a pooler that gives one out for a transaction only (PgBouncer's <c>pool_mode =
    /// transaction</c>): then nothing is prepared and nobody listens, and an update that another instance is to handle
    /// is found within a second. Default false.
    /// </summary>
    public bool TransactionPooling { get; init; }

    /// <summary>
    /// How long an update id is remembered to recognise duplicates. Default 48 hours, above the 24 hours Telegram
    /// retries for; at least 1 hour.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long a dead letter is kept after it was given up, unless replayed or purged before. Forgotten up to an hour
    /// later; a warning in the log says how many were. Default 30 days, at least 1 hour; null keeps them for ever.
    /// </summary>
    public TimeSpan? DeadLetterRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many dead letters of a bot are kept: the oldest give way within a minute, and a warning says how many did.
    /// Default 100,000, at least 1.
    /// </summary>
    public long MaxDeadLetters { get; init; } = 100_000;

    /// <summary>
    /// How long the database may take over a statement before it counts as failing. Default 10 seconds; 1 to 60
    /// seconds.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the start waits for a database that is starting, recovering, failing over, out of connections or
    /// unreachable, trying again; then it fails. What does not pass by itself, a wrong password for instance, fails at
    /// once. Default 30 seconds; zero (one attempt) to 10 minutes.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How this instance is called in the table of instances and in the log. Default: the machine's name and the
    /// process id.
    /// </summary>
    public string? InstanceName { get; init; }

    /// <summary>How an instance is known to be alive; tests make it short.</summary>
    internal LeaseTimes Lease { get; init; } = LeaseTimes.Default;

    internal IEnumerable<string> Problems()
    {
        if (Retention < TimeSpan.FromHours(1))
            yield return $"{nameof(Retention)} is {Retention}; it must be at least 1 hour.";
        if (DeadLetterRetention < TimeSpan.FromHours(1))
            yield return $"{nameof(DeadLetterRetention)} is {DeadLetterRetention}; it must be at least 1 hour, or null.";
        if (MaxDeadLetters < 1) yield return $"{nameof(MaxDeadLetters)} is {MaxDeadLetters}; it must be at least 1.";
        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > TimeSpan.FromSeconds(60))
            yield return $"{nameof(CommandTimeout)} is {CommandTimeout}; it must be from 1 to 60 seconds.";
        if (StartTimeout < TimeSpan.Zero || StartTimeout > TimeSpan.FromMinutes(10))
            yield return $"{nameof(StartTimeout)} is {StartTimeout}; it must be from zero to 10 minutes.";
        if (InstanceName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > 200))
            yield return $"{nameof(InstanceName)} is empty or longer than 200 characters.";
    }
}
