namespace Telegram.Webhooks.Runtime.Types;

public sealed partial class Update
{
    /// <summary>
    /// The message that came, was posted or was edited, of whatever kind; null for updates about something else.
    /// </summary>
    internal Message? AnyMessage =>
        Message ?? EditedMessage ?? ChannelPost ?? EditedChannelPost ?? BusinessMessage ?? EditedBusinessMessage ?? GuestMessage;

    /// <summary>The chat in which it happened; null when it did not happen in one, or Telegram does not say.</summary>
    public Chat? Chat =>
        AnyMessage?.Chat
        ?? CallbackQuery?.Message?.Chat
        ?? DeletedBusinessMessages?.Chat
        ?? MessageReaction?.Chat
        ?? MessageReactionCount?.Chat
        ?? PollAnswer?.VoterChat
        ?? MyChatMember?.Chat
        ?? ChatMember?.Chat
        ?? ChatJoinRequest?.Chat
        ?? ChatBoost?.Chat
        ?? RemovedChatBoost?.Chat
        ?? StoppedMessageGeneration?.Chat;

    /// <summary>The user who did it; null when that is not a user, or Telegram does not say.</summary>
    public User? User =>
        AnyMessage?.From
        ?? CallbackQuery?.From
        ?? InlineQuery?.From
        ?? ChosenInlineResult?.From
        ?? ShippingQuery?.From
        ?? PreCheckoutQuery?.From
        ?? PurchasedPaidMedia?.From
        ?? MessageReaction?.User
        ?? PollAnswer?.User
        ?? MyChatMember?.From
        ?? ChatMember?.From
        ?? ChatJoinRequest?.From
        ?? BusinessConnection?.User
        ?? ManagedBot?.User
        ?? Subscription?.User;
}
