using System.Buffers.Binary;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>What a file turns out to be, by its first bytes.</summary>
internal enum KeyStoreFormat
{
    Unknown,
    Jks,
    Pkcs12,
    Pem,
    Jceks,
    Bks,
    Bcfks,
    DerCertificate,
    DerKey,
}

/// <summary>Tells formats apart by content alone: a <c>.jks</c> is PKCS#12 more often than not.</summary>
internal static class KeyStoreFormats
{
    public static KeyStoreFormat Recognize(ReadOnlySpan<byte> content)
    {
        if (content.Length >= 4)
        {
            switch (BinaryPrimitives.ReadUInt32BigEndian(content))
            {
                case 0xFEEDFEED:
                    return KeyStoreFormat.Jks;
                case 0xCECECECE:
                    return KeyStoreFormat.Jceks;
                // BKS opens with its version number, then the length of a 20-byte salt.
                case 1 or 2 when content.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(content[4..]) == 20:
                    return KeyStoreFormat.Bks;
            }
        }

        if (PemText.IsPem(content))
            return KeyStoreFormat.Pem;
        return content.Length > 0 && content[0] == 0x30 ? RecognizeSequence(content) : KeyStoreFormat.Unknown;
    }

    /// <summary>
    /// An ASN.1 sequence: its first members tell PFX { 3, … } from keys { 0 or 1, … } and from { { … }, … }.
    /// </summary>
    private static KeyStoreFormat RecognizeSequence(ReadOnlySpan<byte> content)
    {
        if (!SkipHeader(ref content) || content.Length < 3)
            return KeyStoreFormat.Unknown;
        if (content[0] == 0x02 && content[1] == 1)
        {
            return content[2] switch
            {
                3 => KeyStoreFormat.Pkcs12,
                0 or 1 => KeyStoreFormat.DerKey,
                _ => KeyStoreFormat.Unknown,
            };
        }

        if (content[0] != 0x30 || !SkipHeader(ref content) || content.Length == 0)
            return KeyStoreFormat.Unknown;
        // A certificate goes on with its version or serial number, an encrypted key with its algorithm's id, BCFKS one
        // level deeper.
        return content[0] switch
        {
            0xA0 or 0x02 => KeyStoreFormat.DerCertificate,
            0x06 => KeyStoreFormat.DerKey,
            0x30 => KeyStoreFormat.Bcfks,
            _ => KeyStoreFormat.Unknown,
        };
    }

    private static bool SkipHeader(ref ReadOnlySpan<byte> content)
    {
        if (content.Length < 2)
            return false;
        var lengthBytes = content[1] >= 0x80 ? content[1] & 0x7F : 0;
        if (content.Length < 2 + lengthBytes)
            return false;
        content = content[(2 + lengthBytes)..];
        return true;
    }
}
