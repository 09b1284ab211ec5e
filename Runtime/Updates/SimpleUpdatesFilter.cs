using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// One optional handler for each kind of update, and Telegram is asked only for the kinds that have one:
/// <c>new SimpleUpdatesFilter { MessageCallback = async (message, ct) => … }</c>. A handler that throws makes the
/// update be retried. Handlers are called for different chats at once, and within one chat for one update after the
/// other.
/// </summary>
public sealed class SimpleUpdatesFilter : IUpdatesFilter
{
    // What to do with an update of each kind that has a handler; filled at first use, when the initializer is through.
    private readonly Lazy<Dictionary<UpdateType, UpdateReceiver>> _handlers;

    /// <summary>A filter whose handlers are set in an object initializer.</summary>
    public SimpleUpdatesFilter()
    {
        AsUpdateReceiver = Receive;
        _handlers = new(CollectHandlers);
    }

    /// <summary>
    /// A filter for messages in private chats and groups; others can follow in an object initializer.
    /// </summary>
    public SimpleUpdatesFilter(Func<Message, CancellationToken, ValueTask> messageCallback) : this() =>
        MessageCallback = messageCallback;

    /// <inheritdoc/>
    public UpdateReceiver AsUpdateReceiver { get; }

    /// <summary>The kinds of update that have a handler, in Telegram's order.</summary>
    public IReadOnlyList<UpdateType> AllowedUpdates => [.. UpdateKinds.Known.Where(_handlers.Value.ContainsKey)];

    /// <summary>
    /// New messages in private chats and groups. Without <see cref="MessageMediaGroupCallback"/>, called for each part
    /// of an album.
    /// </summary>
    public Func<Message, CancellationToken, ValueTask>? MessageCallback { get; init; }

    /// <summary>New albums in private chats and groups, each with all its parts.</summary>
    public Func<IReadOnlyList<Message>, CancellationToken, ValueTask>? MessageMediaGroupCallback { get; init; }

    /// <summary>Edited messages in private chats and groups.</summary>
    public Func<Message, CancellationToken, ValueTask>? EditedMessageCallback { get; init; }

    /// <summary>
    /// New posts in channels. Without <see cref="ChannelPostMediaGroupCallback"/>, called for each part of an album.
    /// </summary>
    public Func<Message, CancellationToken, ValueTask>? ChannelPostCallback { get; init; }

    /// <summary>New albums in channels, each with all its parts.</summary>
    public Func<IReadOnlyList<Message>, CancellationToken, ValueTask>? ChannelPostMediaGroupCallback { get; init; }

    /// <summary>Edited posts in channels.</summary>
    public Func<Message, CancellationToken, ValueTask>? EditedChannelPostCallback { get; init; }

    /// <summary>
    /// New messages of connected business accounts. Without <see cref="BusinessMessageMediaGroupCallback"/>, called for
    /// each part of an album.
    /// </summary>
    public Func<Message, CancellationToken, ValueTask>? BusinessMessageCallback { get; init; }

    /// <summary>New albums of connected business accounts, each with all its parts.</summary>
    public Func<IReadOnlyList<Message>, CancellationToken, ValueTask>? BusinessMessageMediaGroupCallback { get; init; }

    /// <summary>Edited messages of connected business accounts.</summary>
    public Func<Message, CancellationToken, ValueTask>? EditedBusinessMessageCallback { get; init; }

    /// <summary>Deletions of messages of connected business accounts.</summary>
    public Func<BusinessMessagesDeleted, CancellationToken, ValueTask>? DeletedBusinessMessagesCallback { get; init; }

    /// <summary>Business accounts connected to the bot, disconnected from it, or with changed rights.</summary>
    public Func<BusinessConnection, CancellationToken, ValueTask>? BusinessConnectionCallback { get; init; }

    /// <summary>Messages for the bot in chats that it is not a member of.</summary>
    public Func<Message, CancellationToken, ValueTask>? GuestMessageCallback { get; init; }

    /// <summary>Inline queries.</summary>
    public Func<InlineQuery, CancellationToken, ValueTask>? InlineQueryCallback { get; init; }

    /// <summary>Inline results that users have sent. Needs inline feedback turned on at @BotFather.</summary>
    public Func<ChosenInlineResult, CancellationToken, ValueTask>? ChosenInlineResultCallback { get; init; }

    /// <summary>Presses of inline buttons.</summary>
    public Func<CallbackQuery, CancellationToken, ValueTask>? CallbackQueryCallback { get; init; }

    /// <summary>Shipping addresses of invoices with a flexible price.</summary>
    public Func<ShippingQuery, CancellationToken, ValueTask>? ShippingQueryCallback { get; init; }

    /// <summary>Payments to confirm.</summary>
    public Func<PreCheckoutQuery, CancellationToken, ValueTask>? PreCheckoutQueryCallback { get; init; }

    /// <summary>Purchases of paid media that the bot sent with a payload.</summary>
    public Func<PaidMediaPurchased, CancellationToken, ValueTask>? PurchasedPaidMediaCallback { get; init; }

    /// <summary>Changes of polls that the bot sent, and polls that were closed.</summary>
    public Func<Poll, CancellationToken, ValueTask>? PollCallback { get; init; }

    /// <summary>Votes in polls that are not anonymous and that the bot sent.</summary>
    public Func<PollAnswer, CancellationToken, ValueTask>? PollAnswerCallback { get; init; }

    /// <summary>
    /// Changes of other members of chats. Telegram sends these only when asked by name, which a subscriber here does.
    /// </summary>
    public Func<ChatMemberUpdated, CancellationToken, ValueTask>? ChatMemberCallback { get; init; }

    /// <summary>Changes of the bot's own membership; in private chats, the user blocking or unblocking it.</summary>
    public Func<ChatMemberUpdated, CancellationToken, ValueTask>? MyChatMemberCallback { get; init; }

    /// <summary>Requests to join a chat.</summary>
    public Func<ChatJoinRequest, CancellationToken, ValueTask>? ChatJoinRequestCallback { get; init; }

    /// <summary>
    /// Reactions that a user changed. Telegram sends these only when asked by name, which a subscriber here does.
    /// </summary>
    public Func<MessageReactionUpdated, CancellationToken, ValueTask>? MessageReactionCallback { get; init; }

    /// <summary>
    /// Changed counts of anonymous reactions. Telegram sends these only when asked by name, which a subscriber here
    /// does.
    /// </summary>
    public Func<MessageReactionCountUpdated, CancellationToken, ValueTask>? MessageReactionCountCallback { get; init; }

    /// <summary>Boosts added to a chat or changed.</summary>
    public Func<ChatBoostUpdated, CancellationToken, ValueTask>? ChatBoostCallback { get; init; }

    /// <summary>Boosts removed from a chat.</summary>
    public Func<ChatBoostRemoved, CancellationToken, ValueTask>? RemovedChatBoostCallback { get; init; }

    /// <summary>Bots that this bot manages: created, or with a changed token or owner.</summary>
    public Func<ManagedBotUpdated, CancellationToken, ValueTask>? ManagedBotCallback { get; init; }

    /// <summary>Changes of a user's subscription to the bot.</summary>
    public Func<BotSubscriptionUpdated, CancellationToken, ValueTask>? SubscriptionCallback { get; init; }

    /// <summary>Messages whose generation a user has stopped.</summary>
    public Func<MessageGenerationStopped, CancellationToken, ValueTask>? StoppedMessageGenerationCallback { get; init; }

    /// <summary>
    /// Updates of kinds that this version does not know, with their JSON. Telegram sends them when it is asked for its
    /// default set.
    /// </summary>
    public Func<Update, CancellationToken, ValueTask>? UnknownUpdateCallback { get; init; }

    private ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        if (_handlers.Value.GetValueOrDefault(update.Type) is { } handler) return handler(update, cancellationToken);
        return UnknownUpdateCallback is { } unknown && !UpdateKinds.IsKnown(update.Type)
            ? unknown(update, cancellationToken)
            : ValueTask.CompletedTask;
    }

    private Dictionary<UpdateType, UpdateReceiver> CollectHandlers()
    {
        var handlers = new Dictionary<UpdateType, UpdateReceiver>();
        AddSent(UpdateType.Message, static update => update.Message, MessageCallback, MessageMediaGroupCallback);
        Add(UpdateType.EditedMessage, static update => update.EditedMessage, EditedMessageCallback);
        AddSent(UpdateType.ChannelPost, static update => update.ChannelPost, ChannelPostCallback, ChannelPostMediaGroupCallback);
        Add(UpdateType.EditedChannelPost, static update => update.EditedChannelPost, EditedChannelPostCallback);
        AddSent(UpdateType.BusinessMessage, static update => update.BusinessMessage, BusinessMessageCallback, BusinessMessageMediaGroupCallback);
        Add(UpdateType.EditedBusinessMessage, static update => update.EditedBusinessMessage, EditedBusinessMessageCallback);
        Add(UpdateType.DeletedBusinessMessages, static update => update.DeletedBusinessMessages, DeletedBusinessMessagesCallback);
        Add(UpdateType.BusinessConnection, static update => update.BusinessConnection, BusinessConnectionCallback);
        Add(UpdateType.GuestMessage, static update => update.GuestMessage, GuestMessageCallback);
        Add(UpdateType.InlineQuery, static update => update.InlineQuery, InlineQueryCallback);
        Add(UpdateType.ChosenInlineResult, static update => update.ChosenInlineResult, ChosenInlineResultCallback);
        Add(UpdateType.CallbackQuery, static update => update.CallbackQuery, CallbackQueryCallback);
        Add(UpdateType.ShippingQuery, static update => update.ShippingQuery, ShippingQueryCallback);
        Add(UpdateType.PreCheckoutQuery, static update => update.PreCheckoutQuery, PreCheckoutQueryCallback);
        Add(UpdateType.PurchasedPaidMedia, static update => update.PurchasedPaidMedia, PurchasedPaidMediaCallback);
        Add(UpdateType.Poll, static update => update.Poll, PollCallback);
        Add(UpdateType.PollAnswer, static update => update.PollAnswer, PollAnswerCallback);
        Add(UpdateType.ChatMember, static update => update.ChatMember, ChatMemberCallback);
        Add(UpdateType.MyChatMember, static update => update.MyChatMember, MyChatMemberCallback);
        Add(UpdateType.ChatJoinRequest, static update => update.ChatJoinRequest, ChatJoinRequestCallback);
        Add(UpdateType.MessageReaction, static update => update.MessageReaction, MessageReactionCallback);
        Add(UpdateType.MessageReactionCount, static update => update.MessageReactionCount, MessageReactionCountCallback);
        Add(UpdateType.ChatBoost, static update => update.ChatBoost, ChatBoostCallback);
        Add(UpdateType.RemovedChatBoost, static update => update.RemovedChatBoost, RemovedChatBoostCallback);
        Add(UpdateType.ManagedBot, static update => update.ManagedBot, ManagedBotCallback);
        Add(UpdateType.Subscription, static update => update.Subscription, SubscriptionCallback);
        Add(UpdateType.StoppedMessageGeneration, static update => update.StoppedMessageGeneration, StoppedMessageGenerationCallback);
        return handlers;

        void Add<T>(UpdateType kind, Func<Update, T?> payload, Func<T, CancellationToken, ValueTask>? callback) where T : class
        {
            if (callback is not null)
                handlers.Add(kind, (update, cancellation) => payload(update) is { } item ? callback(item, cancellation) : ValueTask.CompletedTask);
        }

        void AddSent(
            UpdateType kind, Func<Update, Message?> payload,
            Func<Message, CancellationToken, ValueTask>? callback, Func<IReadOnlyList<Message>, CancellationToken, ValueTask>? mediaGroupCallback)
        {
            if (callback is null && mediaGroupCallback is null) return;
            handlers.Add(kind, async (update, cancellation) =>
            {
                if (payload(update) is not { } message) return;
                IReadOnlyList<Message> parts = update.MediaGroup ?? [message];
                if (message.MediaGroupId is not null && mediaGroupCallback is not null)
                    await mediaGroupCallback(parts, cancellation).ConfigureAwait(false);
                else if (callback is not null)
                {
                    foreach (var part in parts) await callback(part, cancellation).ConfigureAwait(false);
                }
            });
        }
    }
}
