namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How much of a store is in memory at most.</summary>
internal sealed record WindowLimits
{
    public static WindowLimits Default { get; } = new();

    /// <summary>How many updates are in memory.</summary>
    public int MaxHeld { get; init; } = 32_768;

    /// <summary>How many bytes of updates are in memory.</summary>
    public long MaxHeldBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many updates of one lane are in memory.</summary>
    public int MaxPerLane { get; init; } = 64;

    /// <summary>How many updates a scan reads.</summary>
    public int MaxPerScan { get; init; } = 1024;
}
