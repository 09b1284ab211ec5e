namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>An update that failed and waits for its next attempt; its lane waits with it.</summary>
public sealed class WaitingUpdate
{
    /// <summary>Telegram's number of the update; of a media group, its first part's.</summary>
    public required long UpdateId { get; init; }

    /// <summary>Which kind of update, such as <c>message</c>; null when it carries none.</summary>
    public string? Kind { get; init; }

    /// <summary>Its lane; null when it is a lane of its own.</summary>
    public long? Lane { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>How long it still waits.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>What went wrong the last time, if known.</summary>
    public string? Error { get; init; }
}
