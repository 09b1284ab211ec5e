using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>
/// Which method does what. What is not here and not answered by the webhook or polling side is answered 501.
/// </summary>
internal static class MethodTable
{
    /// <summary>Names that methods had before, and are still known by.</summary>
    public static IReadOnlyDictionary<string, string> OldNames { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["kickChatMember"] = "banChatMember",
        ["getChatMembersCount"] = "getChatMemberCount",
        ["setStickerSetThumb"] = "setStickerSetThumbnail",
    };

    /// <summary>Answered elsewhere, because they wait.</summary>
    public static IReadOnlyList<string> Waiting { get; } = ["getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"];

    public static IReadOnlyDictionary<string, Func<MethodCall, JsonNode?>> Behaviours { get; } = new Dictionary<string, Func<MethodCall, JsonNode?>>(StringComparer.Ordinal)
    {
        ["getMe"] = BotMethods.GetMe,
        ["setMyCommands"] = BotMethods.SetMyCommands,
        ["getMyCommands"] = BotMethods.GetMyCommands,
        ["deleteMyCommands"] = BotMethods.DeleteMyCommands,
        ["setMyName"] = BotMethods.SetText("name", 64),
        ["getMyName"] = BotMethods.GetText("name"),
        ["setMyDescription"] = BotMethods.SetText("description", 512),
        ["getMyDescription"] = BotMethods.GetText("description"),
        ["setMyShortDescription"] = BotMethods.SetText("short_description", 120),
        ["getMyShortDescription"] = BotMethods.GetText("short_description"),
        ["setChatMenuButton"] = BotMethods.SetChatMenuButton,
        ["getChatMenuButton"] = BotMethods.GetChatMenuButton,
        ["setMyDefaultAdministratorRights"] = BotMethods.SetDefaultRights,
        ["getMyDefaultAdministratorRights"] = BotMethods.GetDefaultRights,

        ["sendMessage"] = SendMethods.SendMessage,
        ["sendRichMessage"] = RichMethods.SendRichMessage,
        ["sendPhoto"] = SendMethods.Media("photo"),
        ["sendAudio"] = SendMethods.Media("audio"),
        ["sendDocument"] = SendMethods.Media("document"),
        ["sendVideo"] = SendMethods.Media("video"),
        ["sendAnimation"] = SendMethods.Media("animation"),
        ["sendVoice"] = SendMethods.Media("voice"),
        ["sendVideoNote"] = SendMethods.Media("video_note"),
        ["sendLivePhoto"] = LivePhotos.SendLivePhoto,
        ["sendSticker"] = SendMethods.Media("sticker"),
        ["sendMediaGroup"] = SendMethods.SendMediaGroup,
        ["sendLocation"] = SendMethods.SendLocation,
        ["sendVenue"] = SendMethods.SendVenue,
        ["sendContact"] = SendMethods.SendContact,
        ["sendDice"] = SendMethods.SendDice,
        ["sendChecklist"] = ChecklistMethods.SendChecklist,
        ["editMessageChecklist"] = ChecklistMethods.EditMessageChecklist,
        ["sendGame"] = GameMethods.SendGame,
        ["setGameScore"] = GameMethods.SetGameScore,
        ["getGameHighScores"] = GameMethods.GetGameHighScores,
        ["sendPoll"] = PollMethods.SendPoll,
        ["stopPoll"] = PollMethods.StopPoll,
        ["sendChatAction"] = SendMethods.SendChatAction,

        ["forwardMessage"] = CopyMethods.ForwardMessage,
        ["forwardMessages"] = CopyMethods.ForwardMessages,
        ["copyMessage"] = CopyMethods.CopyMessage,
        ["copyMessages"] = CopyMethods.CopyMessages,
        ["editMessageText"] = EditMethods.EditMessageText,
        ["editMessageCaption"] = EditMethods.EditMessageCaption,
        ["editMessageMedia"] = EditMethods.EditMessageMedia,
        ["editMessageReplyMarkup"] = EditMethods.EditMessageReplyMarkup,
        ["editMessageLiveLocation"] = EditMethods.EditMessageLiveLocation,
        ["stopMessageLiveLocation"] = EditMethods.StopMessageLiveLocation,
        ["deleteMessage"] = DeleteMethods.DeleteMessage,
        ["deleteMessages"] = DeleteMethods.DeleteMessages,
        ["setMessageReaction"] = ReactionMethods.SetMessageReaction,

        ["answerCallbackQuery"] = QueryMethods.AnswerCallbackQuery,
        ["answerInlineQuery"] = QueryMethods.AnswerInlineQuery,
        ["getFile"] = FileMethods.GetFile,
        ["getUserProfilePhotos"] = FileMethods.GetUserProfilePhotos,
        ["setMyProfilePhoto"] = FileMethods.SetMyProfilePhoto,
        ["removeMyProfilePhoto"] = FileMethods.RemoveMyProfilePhoto,
        ["sendMessageDraft"] = DraftMethods.SendMessageDraft,
        ["sendRichMessageDraft"] = RichMethods.SendRichMessageDraft,

        ["sendInvoice"] = InvoiceMethods.SendInvoice,
        ["createInvoiceLink"] = InvoiceMethods.CreateInvoiceLink,
        ["answerShippingQuery"] = PaymentMethods.AnswerShippingQuery,
        ["answerPreCheckoutQuery"] = PaymentMethods.AnswerPreCheckoutQuery,
        ["getMyStarBalance"] = PaymentMethods.GetMyStarBalance,
        ["getStarTransactions"] = PaymentMethods.GetStarTransactions,
        ["refundStarPayment"] = PaymentMethods.RefundStarPayment,
        ["sendPaidMedia"] = PaidMediaMethods.SendPaidMedia,

        ["getBusinessConnection"] = BusinessMethods.GetBusinessConnection,
        ["readBusinessMessage"] = BusinessMethods.ReadBusinessMessage,
        ["deleteBusinessMessages"] = BusinessMethods.DeleteBusinessMessages,

        ["createForumTopic"] = TopicMethods.Create,
        ["editForumTopic"] = TopicMethods.Edit,
        ["closeForumTopic"] = TopicMethods.Close,
        ["reopenForumTopic"] = TopicMethods.Reopen,
        ["deleteForumTopic"] = TopicMethods.Delete,
        ["unpinAllForumTopicMessages"] = TopicMethods.UnpinAll,
        ["editGeneralForumTopic"] = TopicMethods.EditGeneral,
        ["closeGeneralForumTopic"] = TopicMethods.CloseGeneral,
        ["reopenGeneralForumTopic"] = TopicMethods.ReopenGeneral,
        ["hideGeneralForumTopic"] = TopicMethods.HideGeneral,
        ["unhideGeneralForumTopic"] = TopicMethods.UnhideGeneral,
        ["unpinAllGeneralForumTopicMessages"] = TopicMethods.UnpinAllGeneral,

        ["getStickerSet"] = StickerMethods.GetStickerSet,
        ["getCustomEmojiStickers"] = StickerMethods.GetCustomEmojiStickers,
        ["uploadStickerFile"] = StickerMethods.UploadStickerFile,
        ["createNewStickerSet"] = StickerMethods.CreateNewStickerSet,
        ["addStickerToSet"] = StickerMethods.AddStickerToSet,
        ["replaceStickerInSet"] = StickerMethods.ReplaceStickerInSet,
        ["deleteStickerFromSet"] = StickerMethods.DeleteStickerFromSet,
        ["setStickerPositionInSet"] = StickerMethods.SetStickerPositionInSet,
        ["setStickerEmojiList"] = StickerMethods.SetStickerEmojiList,
        ["setStickerSetTitle"] = StickerMethods.SetStickerSetTitle,
        ["deleteStickerSet"] = StickerMethods.DeleteStickerSet,

        ["getChat"] = ChatMethods.GetChat,
        ["setChatTitle"] = ChatMethods.SetChatTitle,
        ["setChatDescription"] = ChatMethods.SetChatDescription,
        ["setChatPhoto"] = ChatMethods.SetChatPhoto,
        ["deleteChatPhoto"] = ChatMethods.DeleteChatPhoto,
        ["setChatPermissions"] = ChatMethods.SetChatPermissions,
        ["pinChatMessage"] = ChatMethods.PinChatMessage,
        ["unpinChatMessage"] = ChatMethods.UnpinChatMessage,
        ["unpinAllChatMessages"] = ChatMethods.UnpinAllChatMessages,
        ["leaveChat"] = ChatMethods.LeaveChat,

        ["getChatMember"] = MemberMethods.GetChatMember,
        ["getChatAdministrators"] = MemberMethods.GetChatAdministrators,
        ["getChatMemberCount"] = MemberMethods.GetChatMemberCount,
        ["banChatMember"] = MemberMethods.BanChatMember,
        ["unbanChatMember"] = MemberMethods.UnbanChatMember,
        ["restrictChatMember"] = MemberMethods.RestrictChatMember,
        ["promoteChatMember"] = MemberMethods.PromoteChatMember,
        ["setChatAdministratorCustomTitle"] = MemberMethods.SetCustomTitle,

        ["exportChatInviteLink"] = InviteMethods.ExportChatInviteLink,
        ["createChatInviteLink"] = InviteMethods.CreateChatInviteLink,
        ["editChatInviteLink"] = InviteMethods.EditChatInviteLink,
        ["revokeChatInviteLink"] = InviteMethods.RevokeChatInviteLink,
        ["approveChatJoinRequest"] = InviteMethods.ApproveChatJoinRequest,
        ["declineChatJoinRequest"] = InviteMethods.DeclineChatJoinRequest,
    };

    /// <summary>docs/sandbox-methods.md.</summary>
    public static string ToMarkdown(ApiSchema schema)
    {
        var known = schema.Methods.Where(method => HasBehaviour(method.Name)).Select(method => method.Name).ToList();
        var unknown = schema.Methods.Where(method => !HasBehaviour(method.Name)).Select(method => method.Name).ToList();
        var text = new StringBuilder();
        text.Append($"# Methods of the sandbox\n\nBot API {schema.Version}: {schema.Methods.Count} methods, {known.Count} with behaviour.\n");
        text.Append("Written by `telegram-webhooks sandbox --methods`; a test compares it with the code.\n");
        text.Append("\n## With behaviour\n\n");
        foreach (var name in known) text.Append($"- `{name}`\n");
        text.Append("\n## Known, checked, and answered 501\n\n");
        foreach (var name in unknown) text.Append($"- `{name}`\n");
        return text.ToString();
    }

    public static bool HasBehaviour(string method) => Behaviours.ContainsKey(method) || Waiting.Contains(method);
}
