using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Events (service messages) in any sort of chat: members who came and went, new titles, pinned messages and so on.
/// </summary>
public static class ChatEventsExtensions
{
    /// <summary>Every event among the messages.</summary>
    public static UpdateFlow<Message> ChatEvents(this UpdateFlow<Message> flow) => flow.Keep(MessageContent.IsEvent);

    /// <summary>Every event in chats and channels.</summary>
    public static UpdateFlow<Message> Events(this FlowsUpdatesFilter filter) => filter.AllSentMessagesFlow.ChatEvents();
}
