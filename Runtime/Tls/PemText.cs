using System.Text;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Splits PEM text into its blocks; text around them, such as OpenSSL's bag attributes, is passed over.</summary>
internal static class PemText
{
    private const string Begin = "-----BEGIN ";

    public static bool IsPem(ReadOnlySpan<byte> content) =>
        content.IndexOf("-----BEGIN "u8) >= 0 || content.IndexOf(Encoding.Unicode.GetBytes(Begin)) >= 0;

    /// <summary>The blocks in the order of the file.</summary>
    /// <exception cref="WebhookKeyStoreException">A block is cut off or is not Base64.</exception>
    public static List<PemObject> Split(string path, byte[] content)
    {
        // Editors and shells on Windows save UTF-16 and byte order marks.
        using var text = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        using var reader = new Org.BouncyCastle.Utilities.IO.Pem.PemReader(text);
        var blocks = new List<PemObject>();
        try
        {
            while (reader.ReadPemObject() is { } block)
                blocks.Add(block);
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, "PEM", damaged);
        }

        return blocks;
    }
}
