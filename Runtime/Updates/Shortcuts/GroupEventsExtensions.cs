using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Events (service messages) in groups. Applied to a flow of messages they also pass over what is not such an event.
/// </summary>
public static class GroupEventsExtensions
{
    /// <summary>Every event in groups.</summary>
    public static UpdateFlow<Message> GroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && MessageContent.IsEvent(message));

    /// <summary>
    /// <inheritdoc cref="GroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> GroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.GroupEvents();

    /// <summary>Groups created.</summary>
    public static UpdateFlow<Message> GroupCreatedEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.GroupChatCreated);

    /// <summary>
    /// <inheritdoc cref="GroupCreatedEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> GroupCreatedEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.GroupCreatedEvents();

    /// <summary>Photos of groups deleted.</summary>
    public static UpdateFlow<Message> DeletedGroupPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.DeleteChatPhoto);

    /// <summary>
    /// <inheritdoc cref="DeletedGroupPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> DeletedGroupPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.DeletedGroupPhotoEvents();

    /// <summary>Members that joined groups or were added.</summary>
    public static UpdateFlow<Message> NewGroupMembersEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.NewChatMembers is not null);

    /// <summary>
    /// <inheritdoc cref="NewGroupMembersEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> NewGroupMembersEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewGroupMembersEvents();

    /// <summary>Members that left groups or were removed.</summary>
    public static UpdateFlow<Message> LeftGroupMemberEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.LeftChatMember is not null);

    /// <summary>
    /// <inheritdoc cref="LeftGroupMemberEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> LeftGroupMemberEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.LeftGroupMemberEvents();

    /// <summary>New photos of groups.</summary>
    public static UpdateFlow<Message> NewGroupPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.NewChatPhoto is not null);

    /// <summary>
    /// <inheritdoc cref="NewGroupPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> NewGroupPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewGroupPhotoEvents();

    /// <summary>New titles of groups.</summary>
    public static UpdateFlow<Message> NewGroupTitleEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.NewChatTitle is not null);

    /// <summary>
    /// <inheritdoc cref="NewGroupTitleEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> NewGroupTitleEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewGroupTitleEvents();

    /// <summary>Messages pinned in groups.</summary>
    public static UpdateFlow<Message> NewGroupPinnedMessageEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.PinnedMessage is not null);

    /// <summary>
    /// <inheritdoc cref="NewGroupPinnedMessageEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewGroupPinnedMessageEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewGroupPinnedMessageEvents();

    /// <summary>Users who came near each other in groups, while sharing a live location.</summary>
    public static UpdateFlow<Message> ProximityAlertTriggeredInGroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.ProximityAlertTriggered is not null);

    /// <summary>
    /// <inheritdoc cref="ProximityAlertTriggeredInGroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats
    /// and channels.
    /// </summary>
    public static UpdateFlow<Message> ProximityAlertTriggeredInGroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ProximityAlertTriggeredInGroupEvents();

    /// <summary>Payments made in groups.</summary>
    public static UpdateFlow<Message> SuccessfulPaymentInGroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Group && message.SuccessfulPayment is not null);

    /// <summary>
    /// <inheritdoc cref="SuccessfulPaymentInGroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> SuccessfulPaymentInGroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SuccessfulPaymentInGroupEvents();
}
