using System.Globalization;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Text that somebody outside chose, such as the name of an unknown kind, in a form that a log line can hold.</summary>
internal static class SenderText
{
    private const int MaxLength = 64;

    /// <summary>One line of printable ASCII, of bounded length: everything else is escaped as JSON does, for it could forge lines or hide text.</summary>
    public static string OneLine(string text) => Escaped(text, MaxLength, static c => c is < ' ' or > '~');

    /// <summary>
    /// One line of bounded length in which letters of every script stay: what a program says of an error, which may quote a sender.
    /// </summary>
    public static string OneLine(string text, int maxLength) => Escaped(text, maxLength, Forges);

    private static string Escaped(string text, int maxLength, Func<char, bool> isEscaped)
    {
        if (text.Length <= maxLength && !text.Any(isEscaped))
            return text;
        var line = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, maxLength)))
        {
            _ = c switch
            {
                '\r' => line.Append("\\r"),
                '\n' => line.Append("\\n"),
                '\t' => line.Append("\\t"),
                _ when isEscaped(c) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => line.Append(c),
            };
        }

        if (text.Length <= maxLength)
            return line.ToString();
        // Half a character is none.
        if (char.IsHighSurrogate(line[^1]))
            line.Length--;
        return line.Append('…').ToString();
    }

    // What begins a line, what a terminal obeys, and what turns the direction of what follows.
    private static bool Forges(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
