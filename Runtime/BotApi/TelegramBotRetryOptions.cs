namespace Telegram.Webhooks.Runtime;

/// <summary>
/// How long a call may take and how often it is repeated. A call that sends something is never sent twice.
/// </summary>
public sealed record TelegramBotRetryOptions
{
    /// <summary>How often a call is tried in all, the first time included. Default 5; 1 turns repeating off.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// The wait before the first repetition after a failure; it doubles each time, less up to half at random. Default
    /// 500 ms.
    /// </summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two attempts after failures. Default 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest <c>retry_after</c> of a 429 that is waited out, and the longest <c>Retry-After</c> of a proxy's 429
    /// or 503. A longer one is thrown at once, as an <see cref="ApiRequestException"/> or
    /// <see cref="BotApiResponseException"/> that carries it. Default 60 s.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long one attempt may go without an answer, counted from the last progress of an upload. For a download, how
    /// long it may go without a byte. Must exceed the <c>timeout</c> of a <c>getUpdates</c>. Default 100 s.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long after a call began a further attempt may still start. Default 2 minutes.</summary>
    public TimeSpan MaxTotalTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Where the randomness of backoffs comes from: a number from 0 up to 1. Settable so that tests can foresee it.
    /// </summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    internal void AddProblemsTo(ICollection<string> problems)
    {
        if (MaxAttempts < 1)
            problems.Add($"Retry.MaxAttempts must be at least 1, not {MaxAttempts}.");
        RequireNotNegative(InitialBackoff, nameof(InitialBackoff), problems);
        RequireNotNegative(MaxBackoff, nameof(MaxBackoff), problems);
        RequireNotNegative(MaxRetryAfter, nameof(MaxRetryAfter), problems);
        RequireNotNegative(MaxTotalTime, nameof(MaxTotalTime), problems);
        if (RequestTimeout <= TimeSpan.Zero)
            problems.Add($"Retry.RequestTimeout must be positive, not {RequestTimeout}.");
        if (InitialBackoff > MaxBackoff)
            problems.Add($"Retry.InitialBackoff ({InitialBackoff}) must not exceed Retry.MaxBackoff ({MaxBackoff}).");
    }

    private static void RequireNotNegative(TimeSpan value, string name, ICollection<string> problems)
    {
        if (value < TimeSpan.Zero)
            problems.Add($"Retry.{name} must not be negative, but is {value}.");
    }
}
