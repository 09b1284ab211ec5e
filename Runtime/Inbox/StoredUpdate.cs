namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>One update as an inbox keeps it.</summary>
public sealed class StoredUpdate
{
    /// <summary>The inbox's own number of this update, ascending in append order.</summary>
    public required long Id { get; init; }

    /// <summary>Telegram's number of the update.</summary>
    public required long UpdateId { get; init; }

    /// <summary>Which kind of update, such as <c>callback_query</c>; null when it carries none.</summary>
    public string? Kind { get; init; }

    /// <summary>The lane: updates of the same lane are handled one after another. Null: a lane of its own.</summary>
    public long? Lane { get; init; }

    /// <summary>The media group this update is a part of, if it is one and grouping is on.</summary>
    public string? MediaGroupId { get; init; }

    /// <summary>The update exactly as Telegram sent it: one JSON object, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it was appended.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The same update under another number or with another body in memory.</summary>
    internal StoredUpdate With(long id, ReadOnlyMemory<byte> body) => new()
    {
        Id = id,
        UpdateId = UpdateId,
        Kind = Kind,
        Lane = Lane,
        MediaGroupId = MediaGroupId,
        Body = body,
        ReceivedAt = ReceivedAt,
    };
}
