namespace Telegram.Webhooks.Runtime;

/// <summary>How updates are handed to the receiver.</summary>
public sealed record DeliveryOptions
{
    /// <summary>How many lanes (chats) are handled at once; within a lane it is strictly one after another. Default 64, from 1 to 10,000.</summary>
    /// <remarks>A receiver that blocks holds one of the thread pool's threads for each lane it handles, and the pool adds threads slowly, so requests wait meanwhile.
    /// One that cannot but block should do that on a thread of its own (<see cref="TaskCreationOptions.LongRunning"/>) and await it, or this should be less than
    /// the threads the pool makes without delay (<see cref="ThreadPool.SetMinThreads"/>).</remarks>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>How many times an update is tried before it becomes a dead letter. Default 5, at least 1.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long after the first failure an update is tried again; doubled for each further one. Default 1 second.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the doubling stops at. Default 60 seconds. A longer wait asked for by Telegram (429) is kept.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Which updates are handled one after another. Default <see cref="UpdateLanes.PerChat"/>.</summary>
    public UpdateLanes Lanes { get; init; } = UpdateLanes.PerChat;

    /// <summary>
    /// Whether queries are handled that waited longer than Telegram takes an answer (<see cref="Inbox.QueryLifetimes"/>). Default false: they are done unhandled, and
    /// the log says so. One that was begun in time is tried again either way.
    /// </summary>
    public bool KeepExpiredQueries { get; init; }

    /// <summary>The longest an update waits for its next attempt, whoever asks for it.</summary>
    internal TimeSpan LongestWait => MaxBackoff > TimeSpan.FromHours(1) ? MaxBackoff : TimeSpan.FromHours(1);

    /// <summary>What is wrong with how updates are to be grouped, delivered and drained, whatever source they come from.</summary>
    internal static IEnumerable<string> Problems(DeliveryOptions? delivery, TimeSpan? mediaGroupsDebounce, TimeSpan shutdownTimeout)
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
        if (MaxConcurrency is < 1 or > 10_000) yield return $"{nameof(MaxConcurrency)} is {MaxConcurrency}; it must be from 1 to 10000.";
        if (MaxAttempts < 1) yield return $"{nameof(MaxAttempts)} is {MaxAttempts}; it must be at least 1.";
        if (InitialBackoff < TimeSpan.Zero) yield return $"{nameof(InitialBackoff)} is {InitialBackoff}; it must not be negative.";
        if (MaxBackoff < InitialBackoff) yield return $"{nameof(MaxBackoff)} ({MaxBackoff}) must not be below {nameof(InitialBackoff)} ({InitialBackoff}).";
    }
}
