using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Types;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors are the named alternates.")]
public sealed partial class ReplyParameters
{
    /// <summary>A reply to a message of the chat that is written to.</summary>
    /// <param name="messageId">The message's id.</param>
    public ReplyParameters(long messageId) => MessageId = messageId;

    /// <summary>A reply to a message, in its own chat or another.</summary>
    /// <param name="message">The message, as it came.</param>
    public ReplyParameters(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        // Message ids of groups count from 1 in each, so a reply from another chat has to name this one. Where Telegram
        // takes no chat, it needs none.
        if (message.BusinessConnectionId is null && !message.Chat.IsDirectMessages)
            ChatId = message.Chat.Id;
        if (message.EphemeralMessageId is { } ephemeral)
            EphemeralMessageId = ephemeral;
        else
            MessageId = message.MessageId;
    }

    /// <summary>A reply to a message of the chat that is written to.</summary>
    public static implicit operator ReplyParameters(long messageId) => new(messageId);

    /// <summary>A reply to a message, in its own chat or another.</summary>
    public static implicit operator ReplyParameters(Message message) => new(message);
}
