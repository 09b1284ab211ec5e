using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The blob of <see cref="SaidCalls"/>: a version, then for each call its name (length, UTF-8), digest, occurrence and result (length, bytes).
/// Numbers take seven bits a byte.
/// </summary>
internal static class SaidCallsFormat
{
    public const int HeaderBytes = 1;

    private const byte Version = 1;

    // The most a number below 2^31 takes.
    private const int MostNumberBytes = 5;

    /// <summary>How many bytes the call takes at most.</summary>
    public static int BytesOf(SaidCall call) =>
        Encoding.UTF8.GetByteCount(call.Name) + SaidCall.DigestBytes + call.Result.Length + (3 * MostNumberBytes);

    public static byte[] Write(IReadOnlyList<SaidCall> calls, int bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        foreach (var call in calls)
        {
            writer.Write(call.Name);
            writer.Write(call.Digest.Span);
            writer.Write7BitEncodedInt(call.Occurrence);
            writer.Write7BitEncodedInt(call.Result.Length);
            writer.Write(call.Result.Span);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="FormatException">It is damaged, or of a newer version.</exception>
    public static List<SaidCall> Read(ReadOnlyMemory<byte> saved)
    {
        var calls = new List<SaidCall>();
        if (saved.IsEmpty) return calls;
        using var stream = new MemoryStream(saved.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var version = reader.ReadByte();
            if (version != Version) throw new FormatException($"What was already said is of version {version}; this library reads version {Version}.");
            while (stream.Position < stream.Length) calls.Add(ReadCall(reader));
            return calls;
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or IOException)
        {
            throw new FormatException("What was already said is damaged.", error);
        }
    }

    private static SaidCall ReadCall(BinaryReader reader)
    {
        var name = Encoding.UTF8.GetString(ReadBytes(reader, reader.Read7BitEncodedInt()));
        var digest = ReadBytes(reader, SaidCall.DigestBytes);
        var occurrence = reader.Read7BitEncodedInt();
        return new SaidCall(name, digest, occurrence, ReadBytes(reader, reader.Read7BitEncodedInt()));
    }

    // Lengths are not believed: a reader would allocate whatever a damaged one says.
    private static byte[] ReadBytes(BinaryReader reader, int count)
    {
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (count < 0 || count > left) throw new EndOfStreamException();
        return reader.ReadBytes(count);
    }
}
