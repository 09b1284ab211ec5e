using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class Update
{
    private string? _unknownKind;

    /// <summary>
    /// Which kind of update this is: the name of the one field that is set. Empty when there is none.
    /// </summary>
    /// <remarks>
    /// A kind that this version does not know has the name that Telegram gave it, and its JSON is in
    /// <see cref="UnknownJson"/>.
    /// </remarks>
    public UpdateType Type => KnownKind ?? (_unknownKind is null ? default : new UpdateType(_unknownKind));

    /// <summary>
    /// The value of a field that this version does not know, as Telegram sent it; null when every field is known.
    /// </summary>
    public JsonElement? UnknownJson =>
        _unknownKind is not null && UnknownFields.TryGetValue(_unknownKind, out var json) ? json : null;

    /// <summary>
    /// All messages of the album, by <see cref="MaybeInaccessibleMessage.MessageId"/>, when this update stands for one;
    /// otherwise null. The update's own message is the first of them. Not part of the JSON.
    /// </summary>
    public IReadOnlyList<Message>? MediaGroup { get; init; }

    /// <summary>Decodes one update. Safe for any input.</summary>
    /// <param name="json">The update as Telegram sends it: UTF-8, one object.</param>
    /// <exception cref="JsonException">The JSON is malformed, or a value is of the wrong shape; then the message and
    /// <see cref="JsonException.Path"/> name it.</exception>
    public static Update Parse(ReadOnlySpan<byte> json) => ModelJson.Parse<Update>(json);

    /// <summary>
    /// Id, kind and chat on one short line: nothing that a user wrote, so it is safe to log. The name of an unknown
    /// kind is escaped.
    /// </summary>
    public override string ToString()
    {
        var kind = Type.Value.Length == 0 ? "no kind" : SenderText.OneLine(Type.Value);
        return Chat is { } chat ? $"update {UpdateId} ({kind}) in chat {chat.Id}" : $"update {UpdateId} ({kind})";
    }

    // A kind that this version does not know is kept like every unknown field; the first of them is what the update is
    // about.
    private void KeepKind(scoped ReadOnlySpan<byte> name)
    {
        if (_unknownKind is null && !name.IsEmpty)
            _unknownKind = System.Text.Encoding.UTF8.GetString(name);
    }
}
