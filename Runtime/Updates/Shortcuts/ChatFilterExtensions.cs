using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Messages by the chat they are in.</summary>
public static class ChatFilterExtensions
{
    /// <summary>Messages in one chat.</summary>
    public static UpdateFlow<Message> FilterBaseMessageUpdatesByChatId(this UpdateFlow<Message> flow, long chatId) =>
        flow.Keep(message => message.Chat.Id == chatId);

    /// <summary>Messages in one chat.</summary>
    public static UpdateFlow<Message> FilterBaseMessageUpdatesByChat(this UpdateFlow<Message> flow, Chat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return flow.FilterBaseMessageUpdatesByChatId(chat.Id);
    }

    /// <summary>Albums in one chat.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> FilterSentMediaGroupUpdatesByChatId(
        this UpdateFlow<IReadOnlyList<Message>> flow, long chatId) =>
        flow.Keep(album => album[0].Chat.Id == chatId);

    /// <summary>Albums in one chat.</summary>
    public static UpdateFlow<IReadOnlyList<Message>> FilterSentMediaGroupUpdatesByChat(
        this UpdateFlow<IReadOnlyList<Message>> flow, Chat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return flow.FilterSentMediaGroupUpdatesByChatId(chat.Id);
    }

    /// <summary>The message is in a topic of a forum.</summary>
    public static bool ForumMessage(this Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.IsTopicMessage;
    }

    /// <summary>The message is not in a topic of a forum.</summary>
    public static bool NotForumMessage(this Message message) => !message.ForumMessage();
}
