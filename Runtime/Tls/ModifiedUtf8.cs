using System.Text;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Java's encoding of text: UTF-8 of each UTF-16 unit by itself, so that a character beyond the first 65,536 takes two
/// times three bytes.
/// </summary>
internal static class ModifiedUtf8
{
    /// <exception cref="FormatException">The bytes are not in this encoding.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var length = bytes[0] switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, _ => 0 };
            if (length == 0 || length > bytes.Length)
                throw new FormatException("A name is not in Java's encoding.");
            var unit = length switch { 1 => bytes[0], 2 => bytes[0] & 0x1F, _ => bytes[0] & 0x0F };
            foreach (var next in bytes[1..length])
                unit = (next & 0xC0) == 0x80
                    ? (unit << 6) | (next & 0x3F)
                    : throw new FormatException("A name is not in Java's encoding.");
            text.Append((char)unit);
            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
