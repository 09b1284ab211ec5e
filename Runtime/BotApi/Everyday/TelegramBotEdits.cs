using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Changes to what the bot has sent.</summary>
/// <remarks>An edit that brings no keyboard takes the message's keyboard away, as at Telegram.</remarks>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public static class TelegramBotEdits
{
    /// <summary>Edits the text of a message, or the caption if it has media.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">The bot's own message, as Telegram returned it.</param>
    /// <param name="text">The words.</param>
    /// <param name="parseMode">How to read them; null for plain text.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    public static Task<Message> Edit(
        this ITelegramBot bot, Message message, string text, ParseMode? parseMode = null,
        InlineKeyboardMarkup? replyMarkup = null, CancellationToken cancellationToken = default) =>
        Edit(bot, message, Words.Of(text, parseMode), replyMarkup, cancellationToken);

    /// <summary>Edits the text of a message, or the caption if it has media.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">The bot's own message, as Telegram returned it.</param>
    /// <param name="html">The words as HTML; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Edit(
        this ITelegramBot bot, Message message, TelegramHtml html, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, message, Words.Of(html), replyMarkup, cancellationToken);

    /// <summary>Edits the text of a message, or the caption if it has media.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">The bot's own message, as Telegram returned it.</param>
    /// <param name="markdown">The words as MarkdownV2; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Edit(
        this ITelegramBot bot, Message message, TelegramMarkdown markdown, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, message, Words.Of(markdown), replyMarkup, cancellationToken);

    /// <summary>Edits the text of a message, or the caption if it has media.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">The bot's own message, as Telegram returned it.</param>
    /// <param name="text">The words with their entities.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Edit(
        this ITelegramBot bot, Message message, FormattedText text, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, message, Words.Of(text), replyMarkup, cancellationToken);

    /// <summary>Edits the keyboard of a message and nothing else.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">The bot's own message, as Telegram returned it.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    public static async Task<Message> Edit(
        this ITelegramBot bot, Message message, InlineKeyboardMarkup? replyMarkup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(message);
        var edited = await bot.EditMessageReplyMarkup(
            message, message.MessageId, replyMarkup, businessConnectionId: message.BusinessConnectionId,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return edited.Message ?? message;
    }

    /// <summary>Puts another medium into a message of the bot's.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="chatId">The chat that it is in.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="media">The new medium, with its caption.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The edited message.</returns>
    /// <remarks>
    /// In the order of the other edits. The overload that begins with the medium is for messages sent by inline mode,
    /// too.
    /// </remarks>
    public static Task<MessageOrTrue> EditMessageMedia(
        this ITelegramBot bot, ChatId chatId, long messageId, InputMedia media,
        InlineKeyboardMarkup? replyMarkup = null, CancellationToken cancellationToken = default) =>
        bot.EditMessageMedia(media, chatId, messageId, replyMarkup, cancellationToken: cancellationToken);

    /// <summary>
    /// Edits the message whose button was pressed, in a chat or sent by inline mode: its text, or the caption if it has
    /// media.
    /// </summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The press of the button.</param>
    /// <param name="text">The words.</param>
    /// <param name="parseMode">How to read them; null for plain text.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <exception cref="ArgumentException">The query names no message.</exception>
    /// <returns>The edited message; null when it was sent by inline mode, where Telegram does not say what it looks
    /// like now.</returns>
    public static Task<Message?> Edit(
        this ITelegramBot bot, CallbackQuery query, string text, ParseMode? parseMode = null,
        InlineKeyboardMarkup? replyMarkup = null, CancellationToken cancellationToken = default) =>
        Edit(bot, query, Words.Of(text, parseMode), replyMarkup, cancellationToken);

    /// <summary>
    /// Edits the message whose button was pressed, in a chat or sent by inline mode: its text, or the caption if it has
    /// media.
    /// </summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The press of the button.</param>
    /// <param name="html">The words as HTML; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <exception cref="ArgumentException">The query names no message.</exception>
    /// <returns>The edited message; null when it was sent by inline mode, where Telegram does not say what it looks
    /// like now.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message?> Edit(
        this ITelegramBot bot, CallbackQuery query, TelegramHtml html, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, query, Words.Of(html), replyMarkup, cancellationToken);

    /// <summary>
    /// Edits the message whose button was pressed, in a chat or sent by inline mode: its text, or the caption if it has
    /// media.
    /// </summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The press of the button.</param>
    /// <param name="markdown">The words as MarkdownV2; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <exception cref="ArgumentException">The query names no message.</exception>
    /// <returns>The edited message; null when it was sent by inline mode, where Telegram does not say what it looks
    /// like now.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message?> Edit(
        this ITelegramBot bot, CallbackQuery query, TelegramMarkdown markdown, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, query, Words.Of(markdown), replyMarkup, cancellationToken);

    /// <summary>
    /// Edits the message whose button was pressed, in a chat or sent by inline mode: its text, or the caption if it has
    /// media.
    /// </summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="query">The press of the button.</param>
    /// <param name="text">The words with their entities.</param>
    /// <param name="replyMarkup">Its keyboard from now on; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <exception cref="ArgumentException">The query names no message.</exception>
    /// <returns>The edited message; null when it was sent by inline mode, where Telegram does not say what it looks
    /// like now.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message?> Edit(
        this ITelegramBot bot, CallbackQuery query, FormattedText text, InlineKeyboardMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Edit(bot, query, Words.Of(text), replyMarkup, cancellationToken);

    private static async Task<Message> Edit(ITelegramBot bot, Message message, Words words,
        InlineKeyboardMarkup? keyboard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(message);
        var edited = message.Text is null && message.Type is { Value.Length: > 0 } && message.RichMessage is null
            ? await bot.Execute(Caption(message, words, keyboard), cancellationToken).ConfigureAwait(false)
            : await bot.Execute(
                Text(message, words, keyboard, message.BusinessConnectionId), cancellationToken).ConfigureAwait(false);
        return edited.Message ?? message;
    }

    private static async Task<Message?> Edit(ITelegramBot bot, CallbackQuery query, Words words,
        InlineKeyboardMarkup? keyboard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(query);
        if (query.Message is Message message)
            return await Edit(bot, message, words, keyboard, cancellationToken).ConfigureAwait(false);
        if (query.Message is null && query.InlineMessageId is null)
            throw new ArgumentException("The callback query names no message to edit.", nameof(query));
        var request = query.Message is { } old
            ? Text(old, words, keyboard, null)
            : new EditMessageText { InlineMessageId = query.InlineMessageId, Text = words.Text, ParseMode = words.ParseMode, Entities = words.Entities, ReplyMarkup = keyboard };
        return (await bot.Execute(request, cancellationToken).ConfigureAwait(false)).Message;
    }

    private static EditMessageText Text(MaybeInaccessibleMessage message, Words words, InlineKeyboardMarkup? keyboard, string? businessConnectionId) => new()
    {
        ChatId = message.Chat,
        MessageId = message.MessageId,
        Text = words.Text,
        ParseMode = words.ParseMode,
        Entities = words.Entities,
        ReplyMarkup = keyboard,
        BusinessConnectionId = businessConnectionId,
    };

    private static EditMessageCaption Caption(Message message, Words words, InlineKeyboardMarkup? keyboard) => new()
    {
        ChatId = message.Chat,
        MessageId = message.MessageId,
        Caption = words.Text,
        ParseMode = words.ParseMode,
        CaptionEntities = words.Entities,
        ShowCaptionAboveMedia = message.ShowCaptionAboveMedia ? true : null,
        ReplyMarkup = keyboard,
        BusinessConnectionId = message.BusinessConnectionId,
    };
}
