using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Makes lane keys. A lane is a 64-bit number, so that any store can index it: the id of a chat or a user as it is, and
/// a hash for everything else.
/// </summary>
public static class LaneKey
{
    // Telegram's ids have at most 52 significant bits: with this bit, and without the sign, no hash is ever one of
    // them.
    private const ulong HashMark = 1UL << 62;

    /// <summary>The lane of a text: the same for the same text, in every process and version.</summary>
    /// <remarks>
    /// Two texts share a lane with a chance of one in 2^62. Then their updates are handled one after another, and
    /// nothing else happens.
    /// </remarks>
    public static long Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return (long)((BinaryPrimitives.ReadUInt64BigEndian(hash) & (HashMark - 1)) | HashMark);
    }
}
