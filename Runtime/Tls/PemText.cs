using System.Text;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Splits PEM text into its blocks; text around them, such as OpenSSL's bag attributes, is passed over.
/// </summary>
internal static class PemText
{
    private const string Begin = "-----BEGIN ";

    /// <summary>As many as no file of a server has.</summary>
    private const int MaxBlocks = 1000;

    public static bool IsPem(ReadOnlySpan<byte> content) => content.IndexOf("-----BEGIN "u8) >= 0
        || content.IndexOf(Encoding.Unicode.GetBytes(Begin)) >= 0
        || content.IndexOf(Encoding.BigEndianUnicode.GetBytes(Begin)) >= 0
        || content.IndexOf(Encoding.UTF32.GetBytes(Begin)) >= 0;

    /// <summary>The blocks in the order of the file.</summary>
    /// <exception cref="WebhookKeyStoreException">A block is cut off or is not Base64.</exception>
    public static List<PemObject> Split(string path, byte[] content)
    {
        // Settings of one line, such as environment variables, have the line breaks written out.
        using var text = new StringReader(Decode(content).Replace("\\n", "\n", StringComparison.Ordinal));
        using var reader = new Org.BouncyCastle.Utilities.IO.Pem.PemReader(text);
        var blocks = new List<PemObject>();
        try
        {
            while (reader.ReadPemObject() is { } block)
            {
                blocks.Add(block);
                if (blocks.Count > MaxBlocks)
                    throw new FormatException("There are more blocks than any key file has.");
            }
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, "PEM", damaged);
        }

        return blocks;
    }

    /// <summary>Editors and shells on Windows save UTF-16, with and without the mark that says so.</summary>
    private static string Decode(byte[] content)
    {
        var usual = content switch
        {
            [0, not 0, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, ..] => Encoding.Unicode,
            _ => Encoding.UTF8,
        };
        using var text = new StreamReader(
            new MemoryStream(content, writable: false), usual, detectEncodingFromByteOrderMarks: true);
        return text.ReadToEnd();
    }
}
