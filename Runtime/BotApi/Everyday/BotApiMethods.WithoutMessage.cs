using System.ComponentModel;
using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

// Edits that name no message: they would take the new words for a chat's @name, so they do not compile, and say what
// does.
public static partial class BotApiMethods
{
    private const string WhichMessage = "Which message? Use bot.Edit(message, text), or give the chat and the message's id before the words.";

    /// <summary>Does not compile: it names no message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="text">The words.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(WhichMessage, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public static Task<MessageOrTrue> EditMessageText(this ITelegramBot bot, string text) =>
        throw new NotSupportedException(WhichMessage);

    /// <summary>Does not compile: it names no message.</summary>
    /// <param name="bot">Who calls.</param>
    /// <param name="caption">The words.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete(WhichMessage, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    [OverloadResolutionPriority(1)]
    public static Task<MessageOrTrue> EditMessageCaption(this ITelegramBot bot, string caption) =>
        throw new NotSupportedException(WhichMessage);
}
