using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// An update on its way into an inbox: the bytes as they came, and the few facts an inbox needs, read without the
/// model. So an update of a kind this version does not know is stored and ordered like any other.
/// </summary>
public sealed class UpdateEnvelope
{
    private UpdateEnvelope(ReadOnlyMemory<byte> body) => Body = body;

    /// <summary>The body exactly as it came in.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>
    /// Telegram's number of the update; null when the body does not tell, and then there is a <see cref="Fault"/>.
    /// </summary>
    public long? UpdateId { get; private init; }

    /// <summary>
    /// Which kind of update, such as <c>callback_query</c>, known or not; null when the body has none.
    /// </summary>
    public string? Kind { get; private init; }

    /// <summary>The chat it happened in; null when it tells of none.</summary>
    public long? ChatId { get; private init; }

    /// <summary>Who did it; null when it tells of nobody.</summary>
    public long? UserId { get; private init; }

    /// <summary>The topic of the chat that its message is in; null for none.</summary>
    public long? TopicId { get; private init; }

    /// <summary>
    /// The media group this update is a part of: sent messages, channel posts and business messages; edits are not
    /// collected.
    /// </summary>
    public string? MediaGroupId { get; private init; }

    /// <summary>Why the body is not a decodable update; null when it is one.</summary>
    public string? Fault { get; private init; }

    /// <summary>
    /// Reads a body. Never throws for what it holds: a body that is no update has a <see cref="Fault"/>.
    /// </summary>
    /// <param name="body">One JSON object, UTF-8. It is kept, not copied: do not change it afterwards.</param>
    public static UpdateEnvelope Read(ReadOnlyMemory<byte> body)
    {
        var reader = new EnvelopeReader(body.Span);
        var fault = reader.Read();
        return new UpdateEnvelope(body)
        {
            Fault = fault,
            UpdateId = reader.UpdateId,
            Kind = reader.Kind,
            ChatId = fault is null ? reader.ChatId : null,
            UserId = fault is null ? reader.UserId : null,
            TopicId = fault is null ? reader.TopicId : null,
            MediaGroupId = fault is null ? reader.MediaGroupId : null,
        };
    }

    /// <summary>
    /// The id and the kind on one short line, never the content. The name of an unknown kind is escaped.
    /// </summary>
    public override string ToString() => $"update {UpdateId?.ToString() ?? "?"} ({(string.IsNullOrEmpty(Kind) ? "no kind" : SenderText.OneLine(Kind))})";
}
