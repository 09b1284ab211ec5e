using System.Text;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The blob of <see cref="SaidCalls"/>: a version, then for each call its name (length, UTF-8), digest, occurrence and
/// result (length, bytes). Numbers take seven bits a byte, the lowest first.
/// </summary>
internal static class SaidCallsFormat
{
    public const int HeaderBytes = 1;

    private const byte Version = 1;

    // The most a number below 2^31 takes.
    private const int MostNumberBytes = 5;

    /// <summary>How many bytes a call takes at most.</summary>
    public static int BytesOf(string name, int resultLength) =>
        Encoding.UTF8.GetMaxByteCount(name.Length) + SaidCall.DigestBytes + resultLength + (3 * MostNumberBytes);

    public static void WriteHeader(Span<byte> into) => into[0] = Version;

    /// <summary>Writes a call, and returns how many bytes it took and where among them its digest begins.</summary>
    public static int Write(
        Span<byte> into, string name, ReadOnlySpan<byte> digest, int occurrence, ReadOnlySpan<byte> result, out int digestAt)
    {
        var at = WriteNumber(into, Encoding.UTF8.GetByteCount(name));
        at += Encoding.UTF8.GetBytes(name, into[at..]);
        digestAt = at;
        digest.CopyTo(into[at..]);
        at += SaidCall.DigestBytes;
        at += WriteNumber(into[at..], occurrence);
        at += WriteNumber(into[at..], result.Length);
        result.CopyTo(into[at..]);
        return at + result.Length;
    }

    /// <summary>What follows the header.</summary>
    /// <exception cref="FormatException">It is of a newer version.</exception>
    public static ReadOnlySpan<byte> Calls(ReadOnlySpan<byte> saved)
    {
        if (saved.IsEmpty) return saved;
        if (saved[0] != Version)
            throw new FormatException($"What was already said is of version {saved[0]}; this library reads version {Version}.");
        return saved[HeaderBytes..];
    }

    /// <summary>Takes the next call off the bytes; false at their end.</summary>
    /// <exception cref="FormatException">They are damaged.</exception>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> bytes, out SavedCall call)
    {
        call = default;
        if (bytes.IsEmpty) return false;
        call = new SavedCall
        {
            Name = Take(ref bytes, ReadNumber(ref bytes)),
            Digest = Take(ref bytes, SaidCall.DigestBytes),
            Occurrence = ReadNumber(ref bytes),
            Result = Take(ref bytes, ReadNumber(ref bytes)),
        };
        if (call.Name.IsEmpty || call.Occurrence < 1) throw Damaged();
        return true;
    }

    /// <exception cref="FormatException">It is damaged, or of a newer version.</exception>
    public static List<SaidCall> Read(ReadOnlyMemory<byte> saved)
    {
        var calls = new List<SaidCall>();
        var rest = Calls(saved.Span);
        while (TryRead(ref rest, out var call)) calls.Add(call.ToCall());
        return calls;
    }

    private static int WriteNumber(Span<byte> into, int number)
    {
        var at = 0;
        for (var rest = (uint)number; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                into[at++] = (byte)rest;
                return at;
            }

            into[at++] = (byte)(rest | 0x80);
        }
    }

    private static int ReadNumber(scoped ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var at = 0; at < MostNumberBytes; at++)
        {
            if (at >= bytes.Length) throw Damaged();
            number |= (ulong)(bytes[at] & 0x7F) << (7 * at);
            if (bytes[at] >= 0x80) continue;
            bytes = bytes[(at + 1)..];
            return number <= int.MaxValue ? (int)number : throw Damaged();
        }

        throw Damaged();
    }

    // Lengths are not believed.
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count > bytes.Length) throw Damaged();
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static FormatException Damaged() => new("What was already said is damaged.");

    /// <summary>One call, where it stands.</summary>
    public readonly ref struct SavedCall
    {
        public ReadOnlySpan<byte> Name { get; init; }

        public ReadOnlySpan<byte> Digest { get; init; }

        public int Occurrence { get; init; }

        public ReadOnlySpan<byte> Result { get; init; }

        // The name last: calls of the same digest have the same one, nearly always.
        public bool Is(string name, ReadOnlySpan<byte> digest, int occurrence) =>
            Occurrence == occurrence && Digest.SequenceEqual(digest) && Encoding.UTF8.GetString(Name) == name;

        public SaidCall ToCall() => new(Encoding.UTF8.GetString(Name), Digest.ToArray(), Occurrence, Result.ToArray());
    }
}
