using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Events (service messages) in private chats. Applied to a flow of messages they also pass over what is not such an
/// event.
/// </summary>
public static class PrivateEventsExtensions
{
    /// <summary>Every event in private chats.</summary>
    public static UpdateFlow<Message> PrivateEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Private && MessageContent.IsEvent(message));

    /// <summary>
    /// <inheritdoc cref="PrivateEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> PrivateEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.PrivateEvents();

    /// <summary>Payments made in private chats.</summary>
    public static UpdateFlow<Message> SuccessfulPaymentInPrivateEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Private && message.SuccessfulPayment is not null);

    /// <summary>
    /// <inheritdoc cref="SuccessfulPaymentInPrivateEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> SuccessfulPaymentInPrivateEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.SuccessfulPaymentInPrivateEvents();

    /// <summary>Messages pinned in private chats.</summary>
    public static UpdateFlow<Message> NewPrivatePinnedMessageEvents(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Chat.Type == ChatType.Private && message.PinnedMessage is not null);

    /// <summary>
    /// <inheritdoc cref="NewPrivatePinnedMessageEvents(UpdateFlow{Message})" path="/summary/node()"/> From chats and
    /// channels.
    /// </summary>
    public static UpdateFlow<Message> NewPrivatePinnedMessageEvents(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.NewPrivatePinnedMessageEvents();
}
