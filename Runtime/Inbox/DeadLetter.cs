namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>An update that was given up: its attempts ran out, or it could not be decoded. Kept until replayed or purged, or until
/// the inbox's <c>DeadLetterRetention</c> is over.</summary>
public sealed class DeadLetter
{
    /// <summary>The inbox's own number of this letter, for <see cref="IUpdateInbox.Replay"/> and <see cref="IUpdateInbox.Purge"/>.</summary>
    public required long Id { get; init; }

    /// <summary>Telegram's number of the update; null when the body did not tell.</summary>
    public long? UpdateId { get; init; }

    /// <summary>Which kind of update, if known.</summary>
    public string? Kind { get; init; }

    /// <summary>The body exactly as it came in.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How many times it was tried; 0 when it could not be decoded on arrival.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why it was given up.</summary>
    public required string Error { get; init; }
}
