namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Why Telegram refused a call, told apart by its description: a string with well-known values, empty for a description
/// that <see cref="ApiRequestException.Reason"/> does not know.
/// </summary>
/// <remarks>
/// Compared ordinally. docs/said-once.md lists the texts each value stands for, and what is done about them by default.
/// </remarks>
public readonly record struct ApiErrorReason
{
    // Null for the empty string, so that it equals the default value.
    private readonly string? _value;

    /// <summary>Any value, well-known or not.</summary>
    public ApiErrorReason(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value.Length == 0 ? null : value;
    }

    /// <summary>The payment was refunded before.</summary>
    public static ApiErrorReason AlreadyRefunded => new("already_refunded");

    /// <summary>The user has blocked the bot.</summary>
    public static ApiErrorReason BotBlocked => new("bot_blocked");

    /// <summary>The bot was removed from the group or channel.</summary>
    public static ApiErrorReason BotKicked => new("bot_kicked");

    /// <summary>The bot is not in the group or channel.</summary>
    public static ApiErrorReason BotNotMember => new("bot_not_member");

    /// <summary>A button of the keyboard cannot be used.</summary>
    public static ApiErrorReason ButtonInvalid => new("button_invalid");

    /// <summary>The text does not fit its parse mode.</summary>
    public static ApiErrorReason CantParseEntities => new("cant_parse_entities");

    /// <summary>There is no such chat, or the bot has never met it.</summary>
    public static ApiErrorReason ChatNotFound => new("chat_not_found");

    /// <summary>
    /// The group has become a supergroup with another id: <see cref="ApiRequestException.MigrateToChatId"/>.
    /// </summary>
    public static ApiErrorReason ChatUpgraded => new("chat_upgraded");

    /// <summary>Telegram cannot read the file at the moment.</summary>
    public static ApiErrorReason FileTemporarilyUnavailable => new("file_temporarily_unavailable");

    /// <summary>The file is too big.</summary>
    public static ApiErrorReason FileTooBig => new("file_too_big");

    /// <summary>Another program fetches this bot's updates.</summary>
    public static ApiErrorReason GetUpdatesConflict => new("get_updates_conflict");

    /// <summary>The request to join was decided or withdrawn.</summary>
    public static ApiErrorReason JoinRequestGone => new("join_request_gone");

    /// <summary>The message's chat is protected, or its kind cannot be copied or forwarded.</summary>
    public static ApiErrorReason MessageCantBeCopied => new("message_cant_be_copied");

    /// <summary>The message is too old, or the bot may not delete it.</summary>
    public static ApiErrorReason MessageCantBeDeleted => new("message_cant_be_deleted");

    /// <summary>The message is not the bot's, too old, or of a kind that cannot be edited.</summary>
    public static ApiErrorReason MessageCantBeEdited => new("message_cant_be_edited");

    /// <summary>The message to edit, delete, forward, copy, pin or read is gone.</summary>
    public static ApiErrorReason MessageNotFound => new("message_not_found");

    /// <summary>What the edit asks for is what is there.</summary>
    public static ApiErrorReason MessageNotModified => new("message_not_modified");

    /// <summary>No such method at this server, or no such bot.</summary>
    public static ApiErrorReason MethodOrBotUnknown => new("method_or_bot_unknown");

    /// <summary>The bot lacks the administrator's right that the call needs.</summary>
    public static ApiErrorReason NotEnoughRights => new("not_enough_rights");

    /// <summary>A title, description, topic, chat or score is set to what it is.</summary>
    public static ApiErrorReason NotModified => new("not_modified");

    /// <summary>The picture's dimensions or format cannot be used.</summary>
    public static ApiErrorReason PhotoInvalid => new("photo_invalid");

    /// <summary>The poll was stopped before.</summary>
    public static ApiErrorReason PollClosed => new("poll_closed");

    /// <summary>The callback, inline, shipping or pre-checkout query can no longer be answered.</summary>
    public static ApiErrorReason QueryTooOld => new("query_too_old");

    /// <summary>The recipient is a bot, and bots do not write to each other here.</summary>
    public static ApiErrorReason RecipientIsBot => new("recipient_is_bot");

    /// <summary>The message to reply to is gone.</summary>
    public static ApiErrorReason RepliedMessageNotFound => new("replied_message_not_found");

    /// <summary>The body exceeds what the server takes.</summary>
    public static ApiErrorReason RequestTooLarge => new("request_too_large");

    /// <summary>Another <c>setWebhook</c> took the place of this one.</summary>
    public static ApiErrorReason SetWebhookConflict => new("set_webhook_conflict");

    /// <summary>The sticker set does not exist.</summary>
    public static ApiErrorReason StickerSetInvalid => new("sticker_set_invalid");

    /// <summary>The sticker set's name is taken.</summary>
    public static ApiErrorReason StickerSetNameOccupied => new("sticker_set_name_occupied");

    /// <summary>There is nothing to send.</summary>
    public static ApiErrorReason TextEmpty => new("text_empty");

    /// <summary>Text or caption is too long.</summary>
    public static ApiErrorReason TextTooLong => new("text_too_long");

    /// <summary>Too many calls: wait <see cref="ApiRequestException.RetryAfter"/>.</summary>
    public static ApiErrorReason TooManyRequests => new("too_many_requests");

    /// <summary>The forum topic is closed.</summary>
    public static ApiErrorReason TopicClosed => new("topic_closed");

    /// <summary>The forum topic is gone.</summary>
    public static ApiErrorReason TopicNotFound => new("topic_not_found");

    /// <summary>The token is not valid, or no longer.</summary>
    public static ApiErrorReason Unauthorized => new("unauthorized");

    /// <summary>Telegram could not fetch the URL that was given as a file.</summary>
    public static ApiErrorReason UrlContentFailed => new("url_content_failed");

    /// <summary>What the URL leads to is not of the kind that was asked for.</summary>
    public static ApiErrorReason UrlContentWrong => new("url_content_wrong");

    /// <summary>The user's account is gone.</summary>
    public static ApiErrorReason UserDeactivated => new("user_deactivated");

    /// <summary>The user has never written to the bot, which may not begin.</summary>
    public static ApiErrorReason UserHasNotStarted => new("user_has_not_started");

    /// <summary>The user is an administrator, or the owner, to whom this cannot be done.</summary>
    public static ApiErrorReason UserIsAdministrator => new("user_is_administrator");

    /// <summary>There is no such user, or not in this chat.</summary>
    public static ApiErrorReason UserNotFound => new("user_not_found");

    /// <summary>The user does not take voice or video messages.</summary>
    public static ApiErrorReason VoiceMessagesForbidden => new("voice_messages_forbidden");

    /// <summary><c>getUpdates</c> does not work while a webhook is set.</summary>
    public static ApiErrorReason WebhookActive => new("webhook_active");

    /// <summary>The file id is not one of this bot, or of another kind of file.</summary>
    public static ApiErrorReason WrongFileId => new("wrong_file_id");

    /// <summary>The value; empty when the description is not known.</summary>
    public string Value => _value ?? "";

    /// <summary>Any value, well-known or not.</summary>
    public static implicit operator ApiErrorReason(string value) => new(value);

    /// <summary>The value; empty when the description is not known.</summary>
    public override string ToString() => Value;
}
