using System.Globalization;
using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>Text that somebody outside chose, such as the name of an unknown kind, in a form that a log line can hold.</summary>
internal static class SenderText
{
    private const int MaxLength = 64;

    /// <summary>One line of printable ASCII, of bounded length: everything else is escaped as JSON does, for it could forge lines or hide text.</summary>
    public static string OneLine(string text)
    {
        if (text.Length <= MaxLength && text.All(IsPlain))
            return text;
        var line = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            _ = c switch
            {
                '\r' => line.Append("\\r"),
                '\n' => line.Append("\\n"),
                '\t' => line.Append("\\t"),
                _ when IsPlain(c) => line.Append(c),
                _ => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return text.Length > MaxLength ? line.Append('…').ToString() : line.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';
}
