namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>How an instance is known to be alive.</summary>
internal sealed record LeaseTimes
{
    public static LeaseTimes Default { get; } = new();

    /// <summary>How often it says so.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Not having reached the database for so long, it holds nothing any more. Before the others think so, with time
    /// for handlers to end.
    /// </summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Not having been heard of for so long, it is given up by the others.</summary>
    public TimeSpan GivenUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often instances look for those that are not heard of.</summary>
    public TimeSpan Watch => GivenUpAfter / 10;

    /// <summary>How long a duty is somebody's without being renewed.</summary>
    public TimeSpan Duty => GivenUpAfter / 5;
}
