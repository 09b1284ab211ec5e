using System.Text;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>The formatting inside of a line of Rich Markdown, as Rich HTML.</summary>
internal static partial class RichMarkdownText
{
    // The longer sign first.
    private static readonly (string Sign, string Tag)[] Marks =
        [("**", "b"), ("__", "b"), ("~~", "s"), ("==", "mark"), ("||", "tg-spoiler"), ("*", "i"), ("_", "i")];

    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        for (var at = 0; at < text.Length;) at += Next(text, at, html);
        return html.ToString();
    }

    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>Writes what begins here. Returns how much was read.</summary>
    private static int Next(string text, int at, StringBuilder html)
    {
        if (text[at] == '\\' && at + 1 < text.Length && (char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1])))
        {
            html.Append(Escape(text[(at + 1)..(at + 2)]));
            return 2;
        }
        if (HardBreak().Match(text, at) is { Success: true } hard)
        {
            html.Append("<br/>");
            return hard.Length;
        }
        if (Code().Match(text, at) is { Success: true } code)
            return Write(html, "code", Escape(code.Groups["text"].Value.Trim()), code.Length);
        if (Formula().Match(text, at) is { Success: true } formula)
            return Write(html, "tg-math", Escape(formula.Groups["text"].Value), formula.Length);
        if (Footnote().IsMatch(text, at)) throw ApiError.NotImplemented("footnotes in Rich Markdown");
        if (Picture().Match(text, at) is { Success: true } picture) return Special(html, picture);
        if (Link().Match(text, at) is { Success: true } link)
        {
            html.Append($"<a href=\"{Escape(link.Groups["target"].Value)}\">").Append(ToHtml(link.Groups["text"].Value))
                .Append("</a>");
            return link.Length;
        }
        if (Tag().Match(text, at) is { Success: true } tag && RichHtml.IsKnown(tag.Groups["name"].Value))
        {
            html.Append(tag.Value);
            return tag.Length;
        }
        if (Reference().Match(text, at) is { Success: true } reference)
        {
            html.Append(reference.Value);
            return reference.Length;
        }
        foreach (var (sign, name) in Marks)
        {
            if (End(text, at, sign) is > 0 and var end)
                return Write(html, name, ToHtml(text[(at + sign.Length)..end]), end + sign.Length - at);
        }
        html.Append(Escape(text[at..(at + 1)]));
        return 1;
    }

    private static int Write(StringBuilder html, string tag, string inner, int length)
    {
        html.Append($"<{tag}>").Append(inner).Append($"</{tag}>");
        return length;
    }

    /// <summary>Custom emoji and points in time are written as pictures.</summary>
    private static int Special(StringBuilder html, Match picture)
    {
        var (target, text) = (picture.Groups["target"].Value, picture.Groups["text"].Value);
        if (EmojiTarget().Match(target) is { Success: true } emoji)
            html.Append($"<tg-emoji emoji-id=\"{emoji.Groups["id"].Value}\">{Escape(text)}</tg-emoji>");
        else if (TimeTarget().Match(target) is { Success: true } time)
            html.Append($"<tg-time unix=\"{time.Groups["unix"].Value}\" format=\"{time.Groups["format"].Value}\">{Escape(text)}</tg-time>");
        else throw ApiError.NotImplemented("media inside of a line of Rich Markdown");
        return picture.Length;
    }

    /// <summary>Where the sign that opens here closes; 0 when it does neither.</summary>
    private static int End(string text, int at, string sign)
    {
        var start = at + sign.Length;
        if (string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0 || start >= text.Length || char.IsWhiteSpace(text[start]))
            return 0;
        var isWordSign = sign[0] == '_';
        if (isWordSign && at > 0 && char.IsLetterOrDigit(text[at - 1])) return 0;
        for (var end = text.IndexOf(sign, start + 1, StringComparison.Ordinal); end > 0; end = text.IndexOf(sign, end + 1, StringComparison.Ordinal))
        {
            // A single sign is none of two.
            if (sign.Length == 1 && end + 1 < text.Length && text[end + 1] == sign[0])
            {
                end++;
                continue;
            }
            var closes = !char.IsWhiteSpace(text[end - 1]) && text[end - 1] != '\\'
                && !(isWordSign && end + sign.Length < text.Length && char.IsLetterOrDigit(text[end + sign.Length]));
            if (closes) return end;
        }
        return 0;
    }

    [GeneratedRegex(@"\G(?: {2,}|\\)\n")]
    private static partial Regex HardBreak();

    [GeneratedRegex(@"\G(?<sign>`+)(?!`)(?<text>.+?)(?<!`)\k<sign>(?!`)", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\G\$(?![\s$])(?<text>[^$\n]*?[^\s$\\])\$(?!\d)")]
    private static partial Regex Formula();

    [GeneratedRegex(@"\G\[\^[^\]\s]+\]")]
    private static partial Regex Footnote();

    [GeneratedRegex(@"\G!\[(?<text>[^\]]*)\]\((?<target>[^\s)]+)[^)]*\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"\G\[(?<text>[^\]]+)\]\((?<target>[^\s)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("""\G</?(?<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>""")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\G&(?:[a-z]+|#[0-9]+|#[xX][0-9a-fA-F]+);")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^tg://emoji\?id=(?<id>\d+)$")]
    private static partial Regex EmojiTarget();

    [GeneratedRegex(@"^tg://time\?unix=(?<unix>\d+)(?:&format=(?<format>\w*))?$")]
    private static partial Regex TimeTarget();
}
