using System.Globalization;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Text that somebody outside chose, such as the name of an unknown kind, in a form that a log line can hold.
/// </summary>
internal static class SenderText
{
    private const int MaxLength = 64;

    // As much of an exception's message as anybody reads in a log.
    private const int MaxLineLength = 2000;

    /// <summary>
    /// One line of printable ASCII, of bounded length: everything else is escaped as JSON does, for it could forge
    /// lines or hide text.
    /// </summary>
    public static string OneLine(string text) => Escape(text, MaxLength, IsPlain);

    /// <summary>
    /// The same for a message in any language: only what could forge lines, hide text or change a terminal is escaped.
    /// </summary>
    public static string Line(string text) => Escape(text, MaxLineLength, IsReadable);

    private static string Escape(string text, int maxLength, Func<char, bool> isAllowed)
    {
        if (text.Length <= maxLength && text.All(isAllowed))
            return text;
        var line = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, maxLength)))
        {
            _ = c switch
            {
                '\r' => line.Append("\\r"),
                '\n' => line.Append("\\n"),
                '\t' => line.Append("\\t"),
                _ when isAllowed(c) => line.Append(c),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        if (text.Length <= maxLength)
            return line.ToString();
        // Half a character is none.
        if (char.IsHighSurrogate(line[^1]))
            line.Length--;
        return line.Append('…').ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';

    // The ends of lines and paragraphs, and what turns the direction of the text around.
    private static bool IsReadable(char c) => !char.IsControl(c)
        && c is not ('\u2028' or '\u2029' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
