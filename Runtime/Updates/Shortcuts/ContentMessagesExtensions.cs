using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>Messages by what they carry, other than media (see <see cref="MediaMessagesExtensions"/>).</summary>
public static class ContentMessagesExtensions
{
    /// <summary>Messages that someone wrote or sent, not events. An album is one message, its first.</summary>
    public static UpdateFlow<Message> AsContentMessagesFlow(this UpdateFlow<Message> flow) =>
        flow.Keep(MessageContent.IsContent);

    /// <summary>
    /// Messages that someone wrote or sent in chats and channels, not events. An album is one message, its first; see
    /// also <see cref="WithMediaGroupsExtensions.SentMessagesWithMediaGroups"/>.
    /// </summary>
    public static UpdateFlow<Message> SentMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.AsContentMessagesFlow();

    /// <summary>
    /// Messages of which this version understands nothing: neither what they carry nor an event.
    /// <see cref="FlowsUpdatesFilter.AllUpdatesFlow"/> has their updates.
    /// </summary>
    public static UpdateFlow<Message> AsUnknownMessagesFlow(this UpdateFlow<Message> flow) =>
        flow.Keep(MessageContent.IsUnknown);

    /// <summary>Messages with data of Telegram Passport.</summary>
    public static UpdateFlow<Message> PassportMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.PassportData is not null);

    /// <summary>Messages that are not part of an album.</summary>
    public static UpdateFlow<Message> WithoutMediaGroups(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.MediaGroupId is null);

    /// <summary>Messages sent through an inline bot.</summary>
    public static UpdateFlow<Message> OnlySentViaBot(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.ViaBot is not null);

    /// <summary>Messages not sent through an inline bot.</summary>
    public static UpdateFlow<Message> WithoutSentViaBot(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.ViaBot is null);

    /// <summary>Checklists.</summary>
    public static UpdateFlow<Message> ChecklistMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Checklist is not null);

    /// <summary>
    /// <inheritdoc cref="ChecklistMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ChecklistMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ChecklistMessages();

    /// <summary>Shared contacts.</summary>
    public static UpdateFlow<Message> ContactMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Contact is not null);

    /// <summary>
    /// <inheritdoc cref="ContactMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> ContactMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.ContactMessages();

    /// <summary>Dice and their like: darts, slot machines.</summary>
    public static UpdateFlow<Message> DiceMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Dice is not null);

    /// <summary>
    /// <inheritdoc cref="DiceMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> DiceMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.DiceMessages();

    /// <summary>Games.</summary>
    public static UpdateFlow<Message> GameMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Game is not null);

    /// <summary>
    /// <inheritdoc cref="GameMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> GameMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.GameMessages();

    /// <summary>Invoices.</summary>
    public static UpdateFlow<Message> InvoiceMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Invoice is not null);

    /// <summary>
    /// <inheritdoc cref="InvoiceMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> InvoiceMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.InvoiceMessages();

    /// <summary>
    /// Shared locations, live ones included. Venues are not here, although they carry a location for old bots.
    /// </summary>
    public static UpdateFlow<Message> LocationMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Location is not null && message.Venue is null);

    /// <summary>
    /// <inheritdoc cref="LocationMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> LocationMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.LocationMessages();

    /// <summary>Polls.</summary>
    public static UpdateFlow<Message> PollMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Poll is not null);

    /// <summary>
    /// <inheritdoc cref="PollMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> PollMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.PollMessages();

    /// <summary>Texts with blocks such as headings and tables.</summary>
    public static UpdateFlow<Message> RichMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.RichMessage is not null);

    /// <summary>
    /// <inheritdoc cref="RichMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> RichMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.RichMessages();

    /// <summary>Texts.</summary>
    public static UpdateFlow<Message> TextMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Text is not null);

    /// <summary>
    /// <inheritdoc cref="TextMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> TextMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.TextMessages();

    /// <summary>Shared venues.</summary>
    public static UpdateFlow<Message> VenueMessages(this UpdateFlow<Message> flow) =>
        flow.Keep(static message => message.Venue is not null);

    /// <summary>
    /// <inheritdoc cref="VenueMessages(UpdateFlow{Message})" path="/summary/node()"/> From chats and channels.
    /// </summary>
    public static UpdateFlow<Message> VenueMessages(this FlowsUpdatesFilter filter) =>
        filter.AllSentMessagesFlow.VenueMessages();
}
