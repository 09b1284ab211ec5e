using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>Words and how to read them, in the three ways in which a request says so.</summary>
internal readonly record struct Words(
    string Text, ParseMode? ParseMode = null, IReadOnlyList<MessageEntity>? Entities = null)
{
    public static Words Of(TelegramHtml html) => new(html.Markup, Types.ParseMode.Html);

    public static Words Of(TelegramMarkdown markdown) => new(markdown.Markup, Types.ParseMode.MarkdownV2);

    public static Words Of(FormattedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Words(text.Text, Entities: text.Entities);
    }

    public static Words Of(string text, ParseMode? parseMode)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Words(text, parseMode);
    }
}
