namespace Telegram.Webhooks.Runtime.BotApi;

/// <summary>
/// What Telegram's descriptions mean: the one table. The first row that fits counts, so what is specific stands before
/// what contains it.
/// </summary>
/// <remarks>
/// Telegram has no other code for a reason than its text, which it changes now and then: only the part that says it is
/// compared.
/// </remarks>
internal static class ApiErrorReasons
{
    /// <summary>
    /// The error code, or 0 for any; the part of the description, or null for every one with this code.
    /// </summary>
    public static IReadOnlyList<(int Code, string? Part, ApiErrorReason Reason)> Table { get; } =
    [
        (429, null, ApiErrorReason.TooManyRequests),
        (401, null, ApiErrorReason.Unauthorized),
        (404, null, ApiErrorReason.MethodOrBotUnknown),
        (413, null, ApiErrorReason.RequestTooLarge),
        (409, "terminated by other getUpdates request", ApiErrorReason.GetUpdatesConflict),
        (409, "terminated by other long poll", ApiErrorReason.GetUpdatesConflict),
        (409, "webhook is active", ApiErrorReason.WebhookActive),
        (409, "terminated by setWebhook request", ApiErrorReason.WebhookActive),
        (409, "terminated by other setWebhook", ApiErrorReason.SetWebhookConflict),
        (0, "group chat was upgraded to a supergroup", ApiErrorReason.ChatUpgraded),
        (403, "bot was blocked by the user", ApiErrorReason.BotBlocked),
        (403, "bot was kicked from", ApiErrorReason.BotKicked),
        (403, "bot is not a member", ApiErrorReason.BotNotMember),
        (0, "CHANNEL_PRIVATE", ApiErrorReason.BotNotMember),
        (0, "user is deactivated", ApiErrorReason.UserDeactivated),
        (0, "INPUT_USER_DEACTIVATED", ApiErrorReason.UserDeactivated),
        (0, "deleted account", ApiErrorReason.UserDeactivated),
        (403, "bot can't initiate conversation", ApiErrorReason.UserHasNotStarted),
        (403, "can't send messages to bots", ApiErrorReason.RecipientIsBot),
        (403, "bots can't send messages to the bot", ApiErrorReason.RecipientIsBot),
        (0, "chat not found", ApiErrorReason.ChatNotFound),
        (0, "PEER_ID_INVALID", ApiErrorReason.ChatNotFound),
        (0, "CHAT_ID_INVALID", ApiErrorReason.ChatNotFound),
        (0, "chat_id is empty", ApiErrorReason.ChatNotFound),
        (0, "user not found", ApiErrorReason.UserNotFound),
        (0, "member not found", ApiErrorReason.UserNotFound),
        (0, "USER_ID_INVALID", ApiErrorReason.UserNotFound),
        (0, "PARTICIPANT_ID_INVALID", ApiErrorReason.UserNotFound),
        (0, "USER_NOT_PARTICIPANT", ApiErrorReason.UserNotFound),
        (0, "invalid user_id specified", ApiErrorReason.UserNotFound),
        (0, "user is an administrator of the chat", ApiErrorReason.UserIsAdministrator),
        (0, "can't remove chat owner", ApiErrorReason.UserIsAdministrator),
        (0, "USER_ADMIN_INVALID", ApiErrorReason.UserIsAdministrator),
        (0, "HIDE_REQUESTER_MISSING", ApiErrorReason.JoinRequestGone),
        (0, "USER_ALREADY_PARTICIPANT", ApiErrorReason.JoinRequestGone),
        (0, "query is too old", ApiErrorReason.QueryTooOld),
        (0, "QUERY_ID_INVALID", ApiErrorReason.QueryTooOld),
        (0, "query ID is invalid", ApiErrorReason.QueryTooOld),
        (0, "message is not modified", ApiErrorReason.MessageNotModified),
        (0, "MESSAGE_NOT_MODIFIED", ApiErrorReason.MessageNotModified),
        (0, "is not modified", ApiErrorReason.NotModified),
        (0, "_NOT_MODIFIED", ApiErrorReason.NotModified),
        (0, "message to be replied not found", ApiErrorReason.RepliedMessageNotFound),
        (0, "message to reply not found", ApiErrorReason.RepliedMessageNotFound),
        (0, "reply message not found", ApiErrorReason.RepliedMessageNotFound),
        (0, "replied message not found", ApiErrorReason.RepliedMessageNotFound),
        (0, "message to edit not found", ApiErrorReason.MessageNotFound),
        (0, "message to delete not found", ApiErrorReason.MessageNotFound),
        (0, "message to forward not found", ApiErrorReason.MessageNotFound),
        (0, "message to copy not found", ApiErrorReason.MessageNotFound),
        (0, "message to pin not found", ApiErrorReason.MessageNotFound),
        (0, "message to unpin not found", ApiErrorReason.MessageNotFound),
        (0, "message to react not found", ApiErrorReason.MessageNotFound),
        (0, "message to read not found", ApiErrorReason.MessageNotFound),
        (0, "message with poll to stop not found", ApiErrorReason.MessageNotFound),
        (0, "there are no messages to", ApiErrorReason.MessageNotFound),
        (0, "MESSAGE_ID_INVALID", ApiErrorReason.MessageNotFound),
        (0, "message identifier is not specified", ApiErrorReason.MessageNotFound),
        (0, "message can't be edited", ApiErrorReason.MessageCantBeEdited),
        (0, "message can't be deleted", ApiErrorReason.MessageCantBeDeleted),
        (0, "message can't be copied", ApiErrorReason.MessageCantBeCopied),
        (0, "message can't be forwarded", ApiErrorReason.MessageCantBeCopied),
        (0, "message is too long", ApiErrorReason.TextTooLong),
        (0, "caption is too long", ApiErrorReason.TextTooLong),
        (0, "MESSAGE_TOO_LONG", ApiErrorReason.TextTooLong),
        (0, "MEDIA_CAPTION_TOO_LONG", ApiErrorReason.TextTooLong),
        (0, "RICH_MESSAGE_TEXT_TOO_LONG", ApiErrorReason.TextTooLong),
        (0, "message text is empty", ApiErrorReason.TextEmpty),
        (0, "text must be non-empty", ApiErrorReason.TextEmpty),
        (0, "MESSAGE_EMPTY", ApiErrorReason.TextEmpty),
        (0, "rich message must be non-empty", ApiErrorReason.TextEmpty),
        (0, "RICH_MESSAGE_EMPTY", ApiErrorReason.TextEmpty),
        (0, "can't parse entities", ApiErrorReason.CantParseEntities),
        (0, "unsupported parse_mode", ApiErrorReason.CantParseEntities),
        (0, "TOPIC_CLOSED", ApiErrorReason.TopicClosed),
        (0, "message thread not found", ApiErrorReason.TopicNotFound),
        (0, "TOPIC_DELETED", ApiErrorReason.TopicNotFound),
        (0, "TOPIC_ID_INVALID", ApiErrorReason.TopicNotFound),
        (0, "BUTTON_", ApiErrorReason.ButtonInvalid),
        (0, "inline keyboard button", ApiErrorReason.ButtonInvalid),
        (0, "parse keyboard button", ApiErrorReason.ButtonInvalid),
        (0, "wrong file identifier", ApiErrorReason.WrongFileId),
        (0, "wrong remote file identifier", ApiErrorReason.WrongFileId),
        (0, "wrong file_id", ApiErrorReason.WrongFileId),
        (0, "invalid file_id", ApiErrorReason.WrongFileId),
        (0, "can't use file of type", ApiErrorReason.WrongFileId),
        (0, "FILE_REFERENCE_", ApiErrorReason.WrongFileId),
        (0, "file is too big", ApiErrorReason.FileTooBig),
        (0, "file must be at most", ApiErrorReason.FileTooBig),
        (0, "file is temporarily unavailable", ApiErrorReason.FileTemporarilyUnavailable),
        (0, "temporarily unavailable", ApiErrorReason.FileTemporarilyUnavailable),
        (0, "failed to get HTTP URL content", ApiErrorReason.UrlContentFailed),
        (0, "WEBPAGE_CURL_FAILED", ApiErrorReason.UrlContentFailed),
        (0, "wrong type of the web page content", ApiErrorReason.UrlContentWrong),
        (0, "WEBPAGE_MEDIA_EMPTY", ApiErrorReason.UrlContentWrong),
        (0, "URL host is empty", ApiErrorReason.UrlContentWrong),
        (0, "PHOTO_INVALID_DIMENSIONS", ApiErrorReason.PhotoInvalid),
        (0, "PHOTO_INVALID", ApiErrorReason.PhotoInvalid),
        (0, "IMAGE_PROCESS_FAILED", ApiErrorReason.PhotoInvalid),
        (0, "PHOTO_SAVE_FILE_INVALID", ApiErrorReason.PhotoInvalid),
        (0, "poll has already been closed", ApiErrorReason.PollClosed),
        (0, "STICKERSET_INVALID", ApiErrorReason.StickerSetInvalid),
        (0, "sticker set name is already occupied", ApiErrorReason.StickerSetNameOccupied),
        (0, "CHARGE_ALREADY_REFUNDED", ApiErrorReason.AlreadyRefunded),
        (0, "VOICE_MESSAGES_FORBIDDEN", ApiErrorReason.VoiceMessagesForbidden),
        (0, "not enough rights", ApiErrorReason.NotEnoughRights),
        (0, "have no rights to send", ApiErrorReason.NotEnoughRights),
        (0, "need administrator rights", ApiErrorReason.NotEnoughRights),
        (0, "CHAT_ADMIN_REQUIRED", ApiErrorReason.NotEnoughRights),
        (0, "CHAT_WRITE_FORBIDDEN", ApiErrorReason.NotEnoughRights),
        (0, "_FORBIDDEN", ApiErrorReason.NotEnoughRights),
    ];

    public static ApiErrorReason Of(int code, string description, long? migrateToChatId)
    {
        if (migrateToChatId is not null) return ApiErrorReason.ChatUpgraded;
        foreach (var (rowCode, part, reason) in Table)
        {
            if (rowCode != 0 && rowCode != code) continue;
            if (part is null || description.Contains(part, StringComparison.OrdinalIgnoreCase)) return reason;
        }

        return default;
    }
}
