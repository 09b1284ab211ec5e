using System.Collections.Frozen;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>The kinds of update that this version of the Bot API has.</summary>
internal static class UpdateKinds
{
    /// <summary>In the order in which Telegram documents them.</summary>
    public static IReadOnlyList<UpdateType> Known { get; } =
    [
        UpdateType.Message,
        UpdateType.EditedMessage,
        UpdateType.ChannelPost,
        UpdateType.EditedChannelPost,
        UpdateType.BusinessConnection,
        UpdateType.BusinessMessage,
        UpdateType.EditedBusinessMessage,
        UpdateType.DeletedBusinessMessages,
        UpdateType.GuestMessage,
        UpdateType.MessageReaction,
        UpdateType.MessageReactionCount,
        UpdateType.InlineQuery,
        UpdateType.ChosenInlineResult,
        UpdateType.CallbackQuery,
        UpdateType.ShippingQuery,
        UpdateType.PreCheckoutQuery,
        UpdateType.PurchasedPaidMedia,
        UpdateType.Poll,
        UpdateType.PollAnswer,
        UpdateType.MyChatMember,
        UpdateType.ChatMember,
        UpdateType.ChatJoinRequest,
        UpdateType.ChatBoost,
        UpdateType.RemovedChatBoost,
        UpdateType.ManagedBot,
        UpdateType.Subscription,
        UpdateType.StoppedMessageGeneration,
    ];

    /// <summary>What must be asked for by name.</summary>
    public static IReadOnlyList<UpdateType> NotSentByDefault { get; } = [UpdateType.ChatMember, UpdateType.MessageReaction, UpdateType.MessageReactionCount];

    /// <summary>What Telegram sends when it is asked for nothing particular, or for an empty list; see <c>allowed_updates</c> of <c>setWebhook</c>.</summary>
    public static IReadOnlyList<UpdateType> Default { get; } = [.. Known.Except(NotSentByDefault)];

    private static FrozenSet<UpdateType> Set { get; } = Known.ToFrozenSet();

    public static bool IsKnown(UpdateType kind) => Set.Contains(kind);
}
