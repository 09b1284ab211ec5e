using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Answers to a message where it is: in its chat, topic and business account, quoting it.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public static class TelegramBotReplies
{
    /// <summary>Replies to a message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">What is replied to.</param>
    /// <param name="text">The words.</param>
    /// <param name="parseMode">How to read them; null for plain text.</param>
    /// <param name="replyMarkup">A keyboard; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The reply.</returns>
    public static Task<Message> Reply(
        this ITelegramBot bot, Message message, string text, ParseMode? parseMode = null,
        ReplyMarkup? replyMarkup = null, CancellationToken cancellationToken = default) =>
        Reply(bot, message, Words.Of(text, parseMode), replyMarkup, cancellationToken);

    /// <summary>Replies to a message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">What is replied to.</param>
    /// <param name="html">The words as HTML; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">A keyboard; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The reply.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Reply(
        this ITelegramBot bot, Message message, TelegramHtml html, ReplyMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Reply(bot, message, Words.Of(html), replyMarkup, cancellationToken);

    /// <summary>Replies to a message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">What is replied to.</param>
    /// <param name="markdown">The words as MarkdownV2; what stands in the holes is escaped.</param>
    /// <param name="replyMarkup">A keyboard; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The reply.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Reply(
        this ITelegramBot bot, Message message, TelegramMarkdown markdown, ReplyMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Reply(bot, message, Words.Of(markdown), replyMarkup, cancellationToken);

    /// <summary>Replies to a message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="message">What is replied to.</param>
    /// <param name="text">The words with their entities.</param>
    /// <param name="replyMarkup">A keyboard; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiRequestException">Telegram refused the call.</exception>
    /// <returns>The reply.</returns>
    [OverloadResolutionPriority(-1)]
    public static Task<Message> Reply(
        this ITelegramBot bot, Message message, FormattedText text, ReplyMarkup? replyMarkup = null,
        CancellationToken cancellationToken = default) =>
        Reply(bot, message, Words.Of(text), replyMarkup, cancellationToken);

    private static Task<Message> Reply(
        ITelegramBot bot, Message message, Words words, ReplyMarkup? replyMarkup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bot);
        ArgumentNullException.ThrowIfNull(message);
        var request = new SendMessage(message, words.Text)
        {
            ParseMode = words.ParseMode,
            Entities = words.Entities,
            ReplyParameters = message,
            ReplyMarkup = replyMarkup,
            MessageThreadId = message.IsTopicMessage ? message.MessageThreadId : null,
            DirectMessagesTopicId = message.DirectMessagesTopic?.TopicId,
            BusinessConnectionId = message.BusinessConnectionId,
        };
        return bot.Execute(request, cancellationToken);
    }
}
