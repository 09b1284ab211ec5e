using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// What a message is: content that someone sent, an event (service message), or neither as far as this version knows.
/// </summary>
internal static class MessageContent
{
    public static bool IsAudio(Message message) => message.Audio is not null;

    /// <summary>Not an animation, which carries a document for old bots.</summary>
    public static bool IsDocument(Message message) => message.Document is not null && message.Animation is null;

    public static bool IsLivePhoto(Message message) => message.LivePhoto is not null;

    /// <summary>Not a live photo, which carries a photo for old bots.</summary>
    public static bool IsPhoto(Message message) => message.Photo is not null && message.LivePhoto is null;

    public static bool IsVideo(Message message) => message.Video is not null;

    public static bool IsVisual(Message message) => IsPhoto(message) || IsLivePhoto(message) || IsVideo(message);

    /// <summary>Neither content, nor an event, nor a passport.</summary>
    public static bool IsUnknown(Message message) =>
        !IsContent(message) && !IsEvent(message) && message.PassportData is null;

    public static bool IsContent(Message message) =>
        message.Text is not null || message.RichMessage is not null || message.Animation is not null
        || message.Audio is not null ||
        message.Document is not null || message.LivePhoto is not null || message.PaidMedia is not null
            || message.Photo is not null ||
        message.Sticker is not null || message.Story is not null || message.Video is not null
            || message.VideoNote is not null ||
        message.Voice is not null || message.Checklist is not null || message.Contact is not null
            || message.Dice is not null ||
        message.Game is not null || message.Poll is not null || message.Venue is not null
            || message.Location is not null ||
        message.Invoice is not null || message.Giveaway is not null || message.GiveawayWinners is not null;

    public static bool IsEvent(Message message) =>
        message.NewChatMembers is not null || message.LeftChatMember is not null || message.ChatOwnerLeft is not null ||
        message.ChatOwnerChanged is not null || message.NewChatTitle is not null || message.NewChatPhoto is not null ||
        message.DeleteChatPhoto || message.GroupChatCreated || message.SupergroupChatCreated
            || message.ChannelChatCreated ||
        message.MessageAutoDeleteTimerChanged is not null || message.MigrateToChatId is not null
            || message.MigrateFromChatId is not null ||
        message.PinnedMessage is not null || message.SuccessfulPayment is not null
            || message.RefundedPayment is not null ||
        message.UsersShared is not null || message.ChatShared is not null || message.Gift is not null
            || message.UniqueGift is not null ||
        message.GiftUpgradeSent is not null || message.ConnectedWebsite is not null
            || message.WriteAccessAllowed is not null ||
        message.ProximityAlertTriggered is not null || message.BoostAdded is not null
            || message.ChatBackgroundSet is not null ||
        message.ChecklistTasksDone is not null || message.ChecklistTasksAdded is not null
            || message.CommunityChatAdded is not null ||
        message.CommunityChatRemoved is not null || message.DirectMessagePriceChanged is not null ||
        message.ForumTopicCreated is not null || message.ForumTopicEdited is not null
            || message.ForumTopicClosed is not null ||
        message.ForumTopicReopened is not null || message.GeneralForumTopicHidden is not null ||
        message.GeneralForumTopicUnhidden is not null || message.GiveawayCreated is not null
            || message.GiveawayCompleted is not null ||
        message.ManagedBotCreated is not null || message.PaidMessagePriceChanged is not null
            || message.PollOptionAdded is not null ||
        message.PollOptionDeleted is not null || message.SuggestedPostApproved is not null ||
        message.SuggestedPostApprovalFailed is not null || message.SuggestedPostDeclined is not null ||
        message.SuggestedPostPaid is not null || message.SuggestedPostRefunded is not null
            || message.VideoChatScheduled is not null ||
        message.VideoChatStarted is not null || message.VideoChatEnded is not null
            || message.VideoChatParticipantsInvited is not null ||
        message.WebAppData is not null || message.CommunityChatJoined is not null;
}
