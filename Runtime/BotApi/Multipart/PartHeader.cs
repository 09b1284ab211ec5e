using System.Text;

namespace Telegram.Webhooks.Runtime.BotApi.Multipart;

/// <summary>The header lines of a form's parts.</summary>
/// <remarks>
/// Names go out as UTF-8 in quotes, what would end the quotes or the line as <c>%XX</c> (RFC 7578 §4.2 and what
/// browsers do). The <c>filename*</c> form and encoded words are not understood by the Bot API server, and it takes a
/// semicolon for the end of a name even inside quotes, so that is escaped too.
/// </remarks>
internal static class PartHeader
{
    public static byte[] OfField(string boundary, string name) => Encoding.UTF8.GetBytes(
        $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quotable(name)}\"\r\n\r\n");

    public static byte[] OfFile(string boundary, string name, string fileName) => Encoding.UTF8.GetBytes(
        $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Quotable(name)}\"; filename=\"{Quotable(fileName)}\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n");

    public static byte[] End(string boundary) => Encoding.UTF8.GetBytes($"--{boundary}--\r\n");

    private static string Quotable(string text)
    {
        if (!text.AsSpan().ContainsAny(Unsafe))
            return text;
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (Unsafe.Contains(character))
                escaped.Append('%').Append(
                    ((int)character).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                escaped.Append(character);
        }
        return escaped.ToString();
    }

    private static System.Buffers.SearchValues<char> Unsafe { get; } = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '\x7F', '"', ';']);
}
