namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class Message
{
    /// <summary>
    /// What the message is: the name of the field that carries its content, or that says what happened. Empty when this
    /// version knows none.
    /// </summary>
    /// <remarks>In a <c>switch</c>: <c>switch (message.Type.Value) { case MessageType.Values.Photo: … }</c>.</remarks>
    public MessageType Type => KnownKind ?? default;

    /// <summary>The text or the caption with its formatting; null when there is neither.</summary>
    public FormattedText? FormattedText =>
        Text is not null ? new FormattedText(Text, Entities) : Caption is not null ? new FormattedText(Caption, CaptionEntities) : null;

    /// <summary>The photo in its largest size; null when there is none.</summary>
    public PhotoSize? LargestPhoto => Photo?.MaxBy(size => (long)size.Width * size.Height);

    /// <summary>
    /// What follows <c>/start </c> when somebody came by a link of the bot with a payload; null for any other message.
    /// </summary>
    public string? StartPayload
    {
        get
        {
            if (Text?.IndexOf(' ', StringComparison.Ordinal) is not { } end || end < 0)
                return null;
            var command = Text.AsSpan(0, end);
            if (command is not "/start" && !command.StartsWith("/start@", StringComparison.Ordinal))
                return null;
            return Text[(end + 1)..].Trim() is { Length: > 0 } payload ? payload : null;
        }
    }

    /// <summary>The words that each entity of the text or the caption formats, in their order.</summary>
    /// <param name="type">Only entities of this type; null for all.</param>
    /// <returns>Empty when there are none.</returns>
    public IReadOnlyList<string> EntityValues(MessageEntityType? type = null)
    {
        if (FormattedText is not { } text)
            return [];
        return [.. text.Entities.Where(entity => type is null || entity.Type == type).Select(entity => entity.ValueIn(text.Text))];
    }

    /// <summary>Id, type and chat: nothing that a user wrote, so it is safe to log.</summary>
    public override string ToString() => $"message {MessageId} ({(Type.Value.Length == 0 ? "no type" : Type.Value)}) in {Chat}";
}
