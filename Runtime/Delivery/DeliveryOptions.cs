namespace Telegram.Webhooks.Runtime;

/// <summary>How updates are handed to the receiver.</summary>
public sealed record DeliveryOptions
{
    /// <summary>
    /// How many lanes (chats) are handled at once; within a lane it is strictly one after another. Default 64, from 1
    /// to 10,000. With <see cref="UpdateInbox.None"/> further updates wait for their turn, and Telegram for its answer.
    /// </summary>
    /// <remarks>
    /// A receiver that blocks holds one of the thread pool's threads for each lane it handles, and the pool adds
    /// threads slowly, so requests wait meanwhile. One that cannot but block should do that on a thread of its own
    /// (<see cref="TaskCreationOptions.LongRunning"/>) and await it, or this should be less than the threads the pool
    /// makes without delay (<see cref="ThreadPool.SetMinThreads"/>).
    /// </remarks>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>
    /// How many times an update is tried before it becomes a dead letter. Default 5, at least 1. Where it is lowered,
    /// an update that has failed more often already is tried once more.
    /// </summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// How long after the first failure an update is tried again; doubled for each further one. Default 1 second.
    /// </summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What the doubling stops at. Default 60 seconds. A longer wait asked for by Telegram (429) is kept, up to
    /// <see cref="MaxRetryAfter"/>.
    /// </summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest wait asked for by Telegram (429) that an update is held back for; one that is cut is reported.
    /// Default 1 hour, at most 1 day.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Decides what becomes of an update whose handling failed. Default null: <see cref="UpdateFailure.Default"/>,
    /// which buries permanent failures and tries the rest again. It should return at once; if it throws, the default
    /// decides. Not used with <see cref="UpdateInbox.None"/>, where Telegram tries again.
    /// </summary>
    public Func<UpdateFailure, FailureAction>? OnFailure { get; set; }

    /// <summary>
    /// Whether calls of the bot that change something are noted with the update they are made for, so that a later
    /// attempt does not make them again. Default true. Steps of <see cref="UpdateAttempt.Once(string, Func{Task})"/>
    /// are noted either way.
    /// </summary>
    public bool SayOnce { get; set; } = true;

    /// <summary>
    /// Whether a call that may have been executed (<see cref="BotApiConnectionException.MayHaveBeenExecuted"/>) counts
    /// as done in later attempts, which then get an empty result. Default false: it is made again, and may be seen
    /// twice. True: it may be seen never.
    /// </summary>
    public bool UnknownCountsAsDone { get; set; }

    /// <summary>
    /// After how long a handler that still runs is named in a warning, and again each time that has doubled. Default 30
    /// seconds; null for never.
    /// </summary>
    public TimeSpan? WarnAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After how long a handler is cancelled, by its token; when it then throws, the attempt failed. Default null:
    /// never. From 1 second to 1 day.
    /// </summary>
    public TimeSpan? HandlerTimeout { get; set; }

    /// <summary>Which updates are handled one after another. Default <see cref="UpdateLanes.PerChat"/>.</summary>
    public UpdateLanes Lanes { get; set; } = UpdateLanes.PerChat;

    /// <summary>
    /// Whether queries are handled that waited longer than Telegram takes an answer
    /// (<see cref="Inbox.QueryLifetimes"/>). Default false: they are done unhandled, and the log says so. One that was
    /// begun in time is tried again either way.
    /// </summary>
    public bool KeepExpiredQueries { get; set; }

    /// <summary>
    /// Whether the spans of an update name its chat and its user by their ids. Default false: who wrote is nobody's
    /// business but the bot's. What they wrote is never in a span.
    /// </summary>
    public bool TraceChatsAndUsers { get; set; }

    /// <summary>The longest an update waits for its next attempt, whether a policy or Telegram asks for it.</summary>
    internal TimeSpan LongestWait =>
        new[] { TimeSpan.FromHours(1), MaxBackoff, MaxRetryAfter, OnFailure is null ? TimeSpan.Zero : FailureAction.LongestWait }.Max();

    /// <summary>
    /// What is wrong with how updates are to be grouped, delivered and drained, whatever source they come from.
    /// </summary>
    internal static IEnumerable<string> Problems(
        DeliveryOptions? delivery, TimeSpan? mediaGroupsDebounce, TimeSpan shutdownTimeout)
    {
        if (mediaGroupsDebounce is { } time && (time <= TimeSpan.Zero || time > TimeSpan.FromMinutes(1)))
            yield return $"MediaGroupsDebounce must be above 0 and at most 1 minute, but is {time}; null turns grouping off.";
        if (shutdownTimeout < TimeSpan.Zero || shutdownTimeout > TimeSpan.FromHours(1))
            yield return $"ShutdownTimeout must be 0 to 1 hour, but is {shutdownTimeout}.";
        foreach (var problem in delivery?.Problems() ?? ["Delivery is null; leave it out for the defaults."])
            yield return problem;
    }

    private IEnumerable<string> Problems()
    {
        if (Lanes is null) yield return $"{nameof(Lanes)} is null; leave it out for the default.";
        if (MaxConcurrency is < 1 or > 10_000)
            yield return $"{nameof(MaxConcurrency)} is {MaxConcurrency}; it must be from 1 to 10000.";
        if (MaxAttempts < 1) yield return $"{nameof(MaxAttempts)} is {MaxAttempts}; it must be at least 1.";
        if (InitialBackoff < TimeSpan.Zero)
            yield return $"{nameof(InitialBackoff)} is {InitialBackoff}; it must not be negative.";
        if (MaxBackoff < InitialBackoff)
            yield return $"{nameof(MaxBackoff)} ({MaxBackoff}) must not be below {nameof(InitialBackoff)} ({InitialBackoff}).";
        if (MaxBackoff > FailureAction.LongestWait)
            yield return $"{nameof(MaxBackoff)} is {MaxBackoff}; it must be at most {FailureAction.LongestWait}.";
        if (MaxRetryAfter < TimeSpan.Zero || MaxRetryAfter > FailureAction.LongestWait)
            yield return $"{nameof(MaxRetryAfter)} is {MaxRetryAfter}; it must be from 0 to {FailureAction.LongestWait}.";
        if (WarnAfter is { } warn && (warn < TimeSpan.FromSeconds(1) || warn > FailureAction.LongestWait))
            yield return $"{nameof(WarnAfter)} is {warn}; it must be from 1 second to {FailureAction.LongestWait}, or null for never.";
        if (HandlerTimeout is { } timeout && (timeout < TimeSpan.FromSeconds(1) || timeout > FailureAction.LongestWait))
            yield return $"{nameof(HandlerTimeout)} is {timeout}; it must be from 1 second to {FailureAction.LongestWait}, or null for never.";
    }
}
