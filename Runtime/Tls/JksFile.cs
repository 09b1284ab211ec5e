using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// A Java key store taken apart, without its password: a header, the entries, and a checksum over password and content.
/// A length is compared with what is left of the file before anything is allocated for it.
/// </summary>
/// <remarks>BouncyCastle's reader believes the lengths, and makes a character of each byte of an alias.</remarks>
internal sealed class JksFile
{
    private const uint Magic = 0xFEEDFEED;
    private const int KeyTag = 1;
    private const int CertificateTag = 2;

    private readonly byte[] _content;

    private JksFile(byte[] content, List<JksEntry> entries)
    {
        _content = content;
        Entries = entries;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<JksEntry> Entries { get; }

    /// <exception cref="FormatException">The structure is not a key store's.</exception>
    public static JksFile Parse(byte[] content)
    {
        var at = new JksCursor(content.AsSpan(0, Math.Max(0, content.Length - SHA1.HashSizeInBytes)));
        if ((uint)at.Int32() != Magic)
            throw new FormatException("It does not begin as a Java key store.");
        var version = at.Int32();
        if (version is not (1 or 2))
            throw new FormatException("It is of an unknown version.");

        var entries = new List<JksEntry>();
        for (var left = at.Count(); left > 0; left--)
            entries.Add(ReadEntry(ref at, version));
        return at.IsAtEnd
            ? new JksFile(content, entries)
            : throw new FormatException("Something follows the last entry.");
    }

    /// <summary>
    /// Whether this is the store's password. Damage that leaves the structure sound looks the same as a wrong one.
    /// </summary>
    public bool IsOpenedBy(string password)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(JksKeyProtection.Bytes(password));
        hash.AppendData("Mighty Aphrodite"u8);
        hash.AppendData(_content.AsSpan(0, _content.Length - SHA1.HashSizeInBytes));
        return CryptographicOperations.FixedTimeEquals(
            hash.GetHashAndReset(), _content.AsSpan(_content.Length - SHA1.HashSizeInBytes));
    }

    private static JksEntry ReadEntry(ref JksCursor at, int version)
    {
        var tag = at.Int32();
        var alias = at.Text();
        at.Skip(sizeof(long));
        switch (tag)
        {
            case KeyTag:
                var key = at.Bytes();
                var chain = new List<byte[]>();
                for (var left = at.Count(); left > 0; left--)
                    chain.Add(ReadCertificate(ref at, version));
                return new JksEntry(alias, key, chain);
            case CertificateTag:
                return new JksEntry(alias, null, [ReadCertificate(ref at, version)]);
            default:
                throw new FormatException("An entry is of an unknown kind.");
        }
    }

    private static byte[] ReadCertificate(ref JksCursor at, int version)
    {
        if (version == 2)
            at.Text();
        return at.Bytes();
    }

    /// <summary>What is left to read. Every read checks first that it is there.</summary>
    private ref struct JksCursor(ReadOnlySpan<byte> left)
    {
        private ReadOnlySpan<byte> _left = left;

        public readonly bool IsAtEnd => _left.IsEmpty;

        public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

        /// <summary>How many things follow; each takes at least a length of its own.</summary>
        public int Count()
        {
            var count = Int32();
            return count >= 0 && count <= _left.Length / sizeof(int) ? count : throw new FormatException("A count is greater than the file.");
        }

        public byte[] Bytes() => Take(Int32()).ToArray();

        public string Text() => ModifiedUtf8.Decode(Take(BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)))));

        public void Skip(int length) => Take(length);

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length < 0 || length > _left.Length)
                throw new FormatException("A length is greater than what is left of the file.");
            var taken = _left[..length];
            _left = _left[length..];
            return taken;
        }
    }
}
