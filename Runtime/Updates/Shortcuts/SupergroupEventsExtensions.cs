using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Events (service messages) in supergroups. Applied to a flow of messages they also pass over what is not such an
/// event.
/// </summary>
public static class SupergroupEventsExtensions
{
    /// <summary>Every event in supergroups.</summary>
    public static UpdateFlow<Message> SupergroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && MessageContent.IsEvent(message));

    /// <summary>
    /// <inheritdoc cref="SupergroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> SupergroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SupergroupEvents();

    /// <summary>Supergroups created.</summary>
    public static UpdateFlow<Message> SupergroupCreatedEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.SupergroupChatCreated);

    /// <summary>
    /// <inheritdoc cref="SupergroupCreatedEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> SupergroupCreatedEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SupergroupCreatedEvents();

    /// <summary>Photos of supergroups deleted.</summary>
    public static UpdateFlow<Message> DeletedSupergroupPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.DeleteChatPhoto);

    /// <summary>
    /// <inheritdoc cref="DeletedSupergroupPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> DeletedSupergroupPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.DeletedSupergroupPhotoEvents();

    /// <summary>Members that joined supergroups or were added.</summary>
    public static UpdateFlow<Message> NewSupergroupMembersEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.NewChatMembers is not null);

    /// <summary>
    /// <inheritdoc cref="NewSupergroupMembersEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewSupergroupMembersEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewSupergroupMembersEvents();

    /// <summary>Members that left supergroups or were removed.</summary>
    public static UpdateFlow<Message> LeftSupergroupMemberEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.LeftChatMember is not null);

    /// <summary>
    /// <inheritdoc cref="LeftSupergroupMemberEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> LeftSupergroupMemberEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.LeftSupergroupMemberEvents();

    /// <summary>New photos of supergroups.</summary>
    public static UpdateFlow<Message> NewSupergroupPhotoEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.NewChatPhoto is not null);

    /// <summary>
    /// <inheritdoc cref="NewSupergroupPhotoEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewSupergroupPhotoEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewSupergroupPhotoEvents();

    /// <summary>New titles of supergroups.</summary>
    public static UpdateFlow<Message> NewSupergroupTitleEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.NewChatTitle is not null);

    /// <summary>
    /// <inheritdoc cref="NewSupergroupTitleEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewSupergroupTitleEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewSupergroupTitleEvents();

    /// <summary>Messages pinned in supergroups.</summary>
    public static UpdateFlow<Message> NewSupergroupPinnedMessageEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.PinnedMessage is not null);

    /// <summary>
    /// <inheritdoc cref="NewSupergroupPinnedMessageEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewSupergroupPinnedMessageEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewSupergroupPinnedMessageEvents();

    /// <summary>Users who came near each other in supergroups, while sharing a live location.</summary>
    public static UpdateFlow<Message> ProximityAlertTriggeredInSupergroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.ProximityAlertTriggered is not null);

    /// <summary>
    /// <inheritdoc cref="ProximityAlertTriggeredInSupergroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From
    /// chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ProximityAlertTriggeredInSupergroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ProximityAlertTriggeredInSupergroupEvents();

    /// <summary>Payments made in supergroups.</summary>
    public static UpdateFlow<Message> SuccessfulPaymentInSupergroupEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Supergroup && message.SuccessfulPayment is not null);

    /// <summary>
    /// <inheritdoc cref="SuccessfulPaymentInSupergroupEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats
    /// and channels.
    /// </summary>
    public static UpdateFlow<Message> SuccessfulPaymentInSupergroupEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SuccessfulPaymentInSupergroupEvents();
}
