using System.Text.Json;
using System.Text.Json.Serialization;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Types;

/// <summary>
/// What an edit results in: the edited message, or just <c>true</c> when the message was sent by inline mode, where
/// Telegram does not say what it looks like now.
/// </summary>
/// <remarks>Source: https://core.telegram.org/bots/api#editmessagetext</remarks>
[JsonConverter(typeof(JsonModelConverter<MessageOrTrue>))]
public readonly record struct MessageOrTrue : IJsonModel<MessageOrTrue>
{
    private MessageOrTrue(Message? message) => Message = message;

    /// <summary>The edited message, or null for an inline message.</summary>
    public Message? Message { get; }

    static MessageOrTrue IJsonModel<MessageOrTrue>.Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return default;
        return new MessageOrTrue(new Message(ref reader));
    }

    void IJsonModel.Write(Utf8JsonWriter writer)
    {
        if (Message is null)
            writer.WriteBooleanValue(true);
        else
            Message.WriteJson(writer);
    }
}
