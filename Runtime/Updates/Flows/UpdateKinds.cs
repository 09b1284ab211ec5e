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

    /// <summary>
    /// What Telegram sends when it is asked for nothing particular, or for an empty list; see <c>allowed_updates</c> of
    /// <c>setWebhook</c>.
    /// </summary>
    public static IReadOnlyList<UpdateType> Default { get; } = [.. Known.Except(NotSentByDefault)];

    /// <summary>
    /// The kinds that Telegram would send by default and does not, as long as it is asked for others.
    /// </summary>
    public static IEnumerable<UpdateType> MissingFrom(IReadOnlyList<UpdateType> askedFor) =>
        Default.Except(askedFor, ByName);

    /// <summary>Telegram does not tell names apart by case.</summary>
    public static IEqualityComparer<UpdateType> ByName { get; } = new NameComparer();

    private static FrozenSet<UpdateType> Set { get; } = Known.ToFrozenSet();

    public static bool IsKnown(UpdateType kind) => Set.Contains(kind);

    private sealed class NameComparer : IEqualityComparer<UpdateType>
    {
        public bool Equals(UpdateType x, UpdateType y) =>
            string.Equals(x.ToString(), y.ToString(), StringComparison.OrdinalIgnoreCase);

        public int GetHashCode(UpdateType kind) => StringComparer.OrdinalIgnoreCase.GetHashCode(kind.ToString());
    }
}
