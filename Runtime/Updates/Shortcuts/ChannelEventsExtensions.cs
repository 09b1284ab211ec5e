using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Events (service messages) in channels. Applied to a flow of messages they also pass over what is not such an event.
/// </summary>
public static class ChannelEventsExtensions
{
    /// <summary>Every event in channels.</summary>
    public static UpdateFlow<Message> ChannelEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && MessageContent.IsEvent(message));

    /// <summary>
    /// <inheritdoc cref="ChannelEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ChannelEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ChannelEvents();

    /// <summary>Channels created.</summary>
    public static UpdateFlow<Message> ChannelCreatedEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.ChannelChatCreated);

    /// <summary>
    /// <inheritdoc cref="ChannelCreatedEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ChannelCreatedEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ChannelCreatedEvents();

    /// <summary>Photos of channels deleted.</summary>
    public static UpdateFlow<Message> DeletedChannelPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.DeleteChatPhoto);

    /// <summary>
    /// <inheritdoc cref="DeletedChannelPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> DeletedChannelPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.DeletedChannelPhotoEvents();

    /// <summary>New photos of channels.</summary>
    public static UpdateFlow<Message> NewChannelPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.NewChatPhoto is not null);

    /// <summary>
    /// <inheritdoc cref="NewChannelPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> NewChannelPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewChannelPhotoEvents();

    /// <summary>New titles of channels.</summary>
    public static UpdateFlow<Message> NewChannelTitleEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.NewChatTitle is not null);

    /// <summary>
    /// <inheritdoc cref="NewChannelTitleEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> NewChannelTitleEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewChannelTitleEvents();

    /// <summary>Messages pinned in channels.</summary>
    public static UpdateFlow<Message> NewChannelPinnedMessageEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.PinnedMessage is not null);

    /// <summary>
    /// <inheritdoc cref="NewChannelPinnedMessageEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewChannelPinnedMessageEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewChannelPinnedMessageEvents();

    /// <summary>Payments made in channels.</summary>
    public static UpdateFlow<Message> SuccessfulPaymentInChannelEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Channel && message.SuccessfulPayment is not null);

    /// <summary>
    /// <inheritdoc cref="SuccessfulPaymentInChannelEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> SuccessfulPaymentInChannelEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SuccessfulPaymentInChannelEvents();
}
