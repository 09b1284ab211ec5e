using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Text in Telegram's MarkdownV2, written as an interpolated string: what stands in the holes is escaped, what stands
/// around them is markup.
/// </summary>
/// <remarks>
/// <c>bot.SendMessage(chat, markdown: $"*{name}*")</c>. A hole that holds another <see cref="TelegramMarkdown"/> is
/// markup too and is not escaped. A string does not convert to it, so that no text of somebody else's passes for markup
/// by mistake; <see cref="Raw"/> says that it is meant. Source: https://core.telegram.org/bots/api#formatting-options
/// </remarks>
[InterpolatedStringHandler]
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "It is passed on, not compared.")]
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "The overloads differ in a required parameter.")]
public readonly struct TelegramMarkdown
{
    private readonly StringBuilder? _markup;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    /// <param name="literalLength">How many characters stand around the holes.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    public TelegramMarkdown(int literalLength, int formattedCount) =>
        _markup = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>What is sent to Telegram.</summary>
    public string Markup => _markup?.ToString() ?? "";

    /// <summary>Takes a text as the markup that it is. Never for text that somebody else wrote.</summary>
    public static TelegramMarkdown Raw(string markup)
    {
        ArgumentNullException.ThrowIfNull(markup);
        TelegramMarkdown raw = new(markup.Length, 0);
        raw.AppendLiteral(markup);
        return raw;
    }

    /// <summary>Escapes a text, so that it is shown as it is wherever it stands in markup.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(Special) < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        AppendEscaped(escaped, text);
        return escaped.ToString();
    }

    /// <summary>Called by the compiler for what stands around the holes.</summary>
    public void AppendLiteral(string value) => _markup!.Append(value);

    /// <summary>Called by the compiler for a hole with markup, which stays as it is.</summary>
    public void AppendFormatted(TelegramMarkdown value) => _markup!.Append(value._markup);

    /// <summary>Called by the compiler for a hole with text.</summary>
    public void AppendFormatted(string? value) => AppendEscaped(_markup!, value);

    /// <summary>Called by the compiler for a hole with a value, formatted as in any interpolated string.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(value, 0, format);

    /// <summary>Called by the compiler for a hole with a value and a width.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        var text = value is IFormattable formattable
            ? formattable.ToString(format, CultureInfo.CurrentCulture)
            : value?.ToString() ?? "";
        AppendEscaped(_markup!, alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    /// <summary>What is sent to Telegram.</summary>
    public override string ToString() => Markup;

    // Telegram takes a backslash before any of these everywhere, in code and in the addresses of links too.
    private static ReadOnlySpan<char> Special => "\\_*[]()~`>#+-=|{}.!";

    private static void AppendEscaped(StringBuilder markup, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (Special.Contains(letter))
                markup.Append('\\');
            markup.Append(letter);
        }
    }
}
