using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Gives what comes in as flows, one for each kind of update, and asks Telegram only for the kinds that have
/// subscribers. Subscribe before the filter is given to a server or to long polling: what Telegram is asked for is
/// settled then. Thread-safe.
/// </summary>
public sealed class FlowsUpdatesFilter : IUpdatesFilter
{
    private readonly FlowHub _hub = new();

    /// <summary>A filter without subscribers yet.</summary>
    public FlowsUpdatesFilter() => AsUpdateReceiver = Receive;

    /// <summary>A filter whose subscribers are set up in one place.</summary>
    /// <param name="configure">Called once, at once, with the new filter.</param>
    public FlowsUpdatesFilter(Action<FlowsUpdatesFilter> configure) : this()
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(this);
    }

    /// <summary>
    /// Hands each update to all subscribers of its kind at once, and returns when every one of them is done with it.
    /// </summary>
    /// <exception cref="UpdateFlowException">Thrown by the receiver when subscribers failed, after the others were
    /// done.</exception>
    public UpdateReceiver AsUpdateReceiver { get; }

    /// <summary>
    /// The kinds of update that have a subscriber at this moment, in Telegram's order; every known kind when someone
    /// listens to <see cref="AllUpdatesFlow"/>. Kinds that this version does not know cannot be asked for, so
    /// <see cref="UnknownUpdatesFlow"/> adds none.
    /// </summary>
    public IReadOnlyList<UpdateType> AllowedUpdates => _hub.WantedKinds;

    /// <summary>A kind has got its first subscriber.</summary>
    internal event Action<UpdateType>? AllowedUpdateAdded
    {
        add => _hub.Wanted += value;
        remove => _hub.Wanted -= value;
    }

    /// <summary>Every update, of known and unknown kinds.</summary>
    public UpdateFlow<Update> AllUpdatesFlow => Updates(FlowKinds.All);

    /// <summary>
    /// Updates of kinds that this version does not know, with their JSON. Telegram sends them when it is asked for its
    /// default set.
    /// </summary>
    public UpdateFlow<Update> UnknownUpdatesFlow => Updates(FlowKinds.Unknown);

    /// <summary>New messages everywhere: <see cref="MessagesFlow"/> and <see cref="ChannelPostsFlow"/>.</summary>
    public UpdateFlow<Message> AllSentMessagesFlow => (MessagesFlow + ChannelPostsFlow).Named();

    /// <summary>
    /// New albums everywhere: <see cref="MessageMediaGroupsFlow"/> and <see cref="ChannelPostMediaGroupsFlow"/>.
    /// </summary>
    public UpdateFlow<IReadOnlyList<Message>> AllSentMediaGroupsFlow =>
        (MessageMediaGroupsFlow + ChannelPostMediaGroupsFlow).Named();

    /// <summary>The same as <see cref="MessagesFlow"/>, under the manual's name.</summary>
    public UpdateFlow<Message> MessageFlow => MessagesFlow;

    /// <summary>The same as <see cref="ChannelPostsFlow"/>, under the manual's name.</summary>
    public UpdateFlow<Message> ChannelPostFlow => ChannelPostsFlow;

    /// <summary>
    /// New messages in private chats and groups. An album is one message, its first;
    /// <see cref="MessageMediaGroupsFlow"/> has all its parts.
    /// </summary>
    public UpdateFlow<Message> MessagesFlow => Payloads(UpdateType.Message, static update => update.Message);

    /// <summary>
    /// New albums in private chats and groups, each with all its parts; with grouping turned off, each part by itself.
    /// </summary>
    public UpdateFlow<IReadOnlyList<Message>> MessageMediaGroupsFlow =>
        MediaGroups(UpdateType.Message, static update => update.Message);

    /// <summary>Edited messages in private chats and groups.</summary>
    public UpdateFlow<Message> EditedMessagesFlow =>
        Payloads(UpdateType.EditedMessage, static update => update.EditedMessage);

    /// <summary>
    /// Edited parts of albums in private chats and groups. Telegram reports each edited part by itself.
    /// </summary>
    public UpdateFlow<IReadOnlyList<Message>> EditedMessageMediaGroupsFlow =>
        MediaGroups(UpdateType.EditedMessage, static update => update.EditedMessage);

    /// <summary>
    /// New posts in channels. An album is one post, its first; <see cref="ChannelPostMediaGroupsFlow"/> has all its
    /// parts.
    /// </summary>
    public UpdateFlow<Message> ChannelPostsFlow =>
        Payloads(UpdateType.ChannelPost, static update => update.ChannelPost);

    /// <summary>
    /// New albums in channels, each with all its parts; with grouping turned off, each part by itself.
    /// </summary>
    public UpdateFlow<IReadOnlyList<Message>> ChannelPostMediaGroupsFlow =>
        MediaGroups(UpdateType.ChannelPost, static update => update.ChannelPost);

    /// <summary>Edited posts in channels.</summary>
    public UpdateFlow<Message> EditedChannelPostsFlow =>
        Payloads(UpdateType.EditedChannelPost, static update => update.EditedChannelPost);

    /// <summary>Edited parts of albums in channels. Telegram reports each edited part by itself.</summary>
    public UpdateFlow<IReadOnlyList<Message>> EditedChannelPostMediaGroupsFlow =>
        MediaGroups(UpdateType.EditedChannelPost, static update => update.EditedChannelPost);

    /// <summary>
    /// New messages of connected business accounts. An album is one message, its first;
    /// <see cref="BusinessMessageMediaGroupsFlow"/> has all its parts.
    /// </summary>
    public UpdateFlow<Message> BusinessMessageUpdatesFlow =>
        Payloads(UpdateType.BusinessMessage, static update => update.BusinessMessage);

    /// <summary>
    /// New albums of connected business accounts, each with all its parts; with grouping turned off, each part by
    /// itself.
    /// </summary>
    public UpdateFlow<IReadOnlyList<Message>> BusinessMessageMediaGroupsFlow =>
        MediaGroups(UpdateType.BusinessMessage, static update => update.BusinessMessage);

    /// <summary>Edited messages of connected business accounts.</summary>
    public UpdateFlow<Message> EditBusinessMessageUpdatesFlow =>
        Payloads(UpdateType.EditedBusinessMessage, static update => update.EditedBusinessMessage);

    /// <summary>Deletions of messages of connected business accounts.</summary>
    public UpdateFlow<BusinessMessagesDeleted> DeleteBusinessMessageUpdatesFlow =>
        Payloads(UpdateType.DeletedBusinessMessages, static update => update.DeletedBusinessMessages);

    /// <summary>Business accounts connected to the bot, disconnected from it, or with changed rights.</summary>
    public UpdateFlow<BusinessConnection> BusinessConnectionUpdatesFlow =>
        Payloads(UpdateType.BusinessConnection, static update => update.BusinessConnection);

    /// <summary>Messages for the bot in chats that it is not a member of.</summary>
    public UpdateFlow<Message> GuestMessagesFlow =>
        Payloads(UpdateType.GuestMessage, static update => update.GuestMessage);

    /// <summary>Inline queries.</summary>
    public UpdateFlow<InlineQuery> InlineQueriesFlow =>
        Payloads(UpdateType.InlineQuery, static update => update.InlineQuery);

    /// <summary>Inline results that users have sent. Needs inline feedback turned on at @BotFather.</summary>
    public UpdateFlow<ChosenInlineResult> ChosenInlineResultsFlow =>
        Payloads(UpdateType.ChosenInlineResult, static update => update.ChosenInlineResult);

    /// <summary>Presses of inline buttons.</summary>
    public UpdateFlow<CallbackQuery> CallbackQueriesFlow =>
        Payloads(UpdateType.CallbackQuery, static update => update.CallbackQuery);

    /// <summary>Shipping addresses of invoices with a flexible price.</summary>
    public UpdateFlow<ShippingQuery> ShippingQueriesFlow =>
        Payloads(UpdateType.ShippingQuery, static update => update.ShippingQuery);

    /// <summary>Payments to confirm.</summary>
    public UpdateFlow<PreCheckoutQuery> PreCheckoutQueriesFlow =>
        Payloads(UpdateType.PreCheckoutQuery, static update => update.PreCheckoutQuery);

    /// <summary>Purchases of paid media that the bot sent with a payload.</summary>
    public UpdateFlow<PaidMediaPurchased> PaidMediaPurchasedUpdatesFlow =>
        Payloads(UpdateType.PurchasedPaidMedia, static update => update.PurchasedPaidMedia);

    /// <summary>Changes of polls that the bot sent, and polls that were closed.</summary>
    public UpdateFlow<Poll> PollsFlow => Payloads(UpdateType.Poll, static update => update.Poll);

    /// <summary>Votes in polls that are not anonymous and that the bot sent.</summary>
    public UpdateFlow<PollAnswer> PollAnswersFlow =>
        Payloads(UpdateType.PollAnswer, static update => update.PollAnswer);

    /// <summary>
    /// Changes of other members of chats. Telegram sends these only when asked by name, which a subscriber here does.
    /// </summary>
    public UpdateFlow<ChatMemberUpdated> ChatMemberUpdatesFlow =>
        Payloads(UpdateType.ChatMember, static update => update.ChatMember);

    /// <summary>Changes of the bot's own membership; in private chats, the user blocking or unblocking it.</summary>
    public UpdateFlow<ChatMemberUpdated> MyChatMemberUpdatesFlow =>
        Payloads(UpdateType.MyChatMember, static update => update.MyChatMember);

    /// <summary>Requests to join a chat.</summary>
    public UpdateFlow<ChatJoinRequest> ChatJoinRequestUpdateFlow =>
        Payloads(UpdateType.ChatJoinRequest, static update => update.ChatJoinRequest);

    /// <summary>
    /// Reactions that a user changed. Telegram sends these only when asked by name, which a subscriber here does.
    /// </summary>
    public UpdateFlow<MessageReactionUpdated> ChatMessageReactionUpdatedUpdateFlow =>
        Payloads(UpdateType.MessageReaction, static update => update.MessageReaction);

    /// <summary>
    /// Changed counts of anonymous reactions. Telegram sends these only when asked by name, which a subscriber here
    /// does.
    /// </summary>
    public UpdateFlow<MessageReactionCountUpdated> ChatMessageReactionsCountUpdatedUpdateFlow =>
        Payloads(UpdateType.MessageReactionCount, static update => update.MessageReactionCount);

    /// <summary>Boosts added to a chat or changed.</summary>
    public UpdateFlow<ChatBoostUpdated> ChatBoostUpdatedUpdateFlow =>
        Payloads(UpdateType.ChatBoost, static update => update.ChatBoost);

    /// <summary>Boosts removed from a chat.</summary>
    public UpdateFlow<ChatBoostRemoved> ChatBoostRemovedUpdateFlow =>
        Payloads(UpdateType.RemovedChatBoost, static update => update.RemovedChatBoost);

    /// <summary>Bots that this bot manages: created, or with a changed token or owner.</summary>
    public UpdateFlow<ManagedBotUpdated> ManagedBotUpdatesFlow =>
        Payloads(UpdateType.ManagedBot, static update => update.ManagedBot);

    /// <summary>Changes of a user's subscription to the bot.</summary>
    public UpdateFlow<BotSubscriptionUpdated> SubscriptionUpdatesFlow =>
        Payloads(UpdateType.Subscription, static update => update.Subscription);

    /// <summary>Messages whose generation a user has stopped.</summary>
    public UpdateFlow<MessageGenerationStopped> StoppedMessageGenerationUpdatesFlow =>
        Payloads(UpdateType.StoppedMessageGeneration, static update => update.StoppedMessageGeneration);

    /// <summary>
    /// Whole updates of the given kinds: for their <c>update_id</c>, or for a kind that is newer than this version
    /// (<c>new UpdateType("its_name")</c>), which Telegram is asked for like any other.
    /// </summary>
    public UpdateFlow<Update> UpdatesFlow(params ReadOnlySpan<UpdateType> kinds) => Updates(FlowKinds.Of(kinds));

    private ValueTask Receive(Update update, CancellationToken cancellationToken) =>
        _hub.Receive(update, cancellationToken);

    private UpdateFlow<Update> Updates(FlowKinds kinds, [CallerMemberName] string name = "") => new(name, new FlowRoute<Update>(
        _hub,
        kinds,
        (Update update, ref FlowItems<Update> items) =>
        {
            if (kinds.Covers(update.Type)) items.Add(update);
        }));

    private UpdateFlow<T> Payloads<T>(
        UpdateType kind, Func<Update, T?> payload, [CallerMemberName] string name = "") where T : class =>
        new(name, new FlowRoute<T>(_hub, FlowKinds.Of(kind), (Update update, ref FlowItems<T> items) =>
        {
            if (payload(update) is { } item) items.Add(item);
        }));

    private UpdateFlow<IReadOnlyList<Message>> MediaGroups(
        UpdateType kind, Func<Update, Message?> message, [CallerMemberName] string name = "") =>
        new(name, new FlowRoute<IReadOnlyList<Message>>(_hub, FlowKinds.Of(kind), (Update update, ref FlowItems<IReadOnlyList<Message>> items) =>
        {
            if (message(update) is { MediaGroupId: not null } part) items.Add(update.MediaGroup ?? [part]);
        }));
}
