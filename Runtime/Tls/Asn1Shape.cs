namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Checks the sizes and the nesting of ASN.1 before it is given to a parser that believes them: BouncyCastle makes an
/// object of every element and goes down nested ones by recursion, which a crafted file turns into a full memory or
/// stack.
/// </summary>
internal static class Asn1Shape
{
    /// <summary>A key store nests some fifteen deep.</summary>
    private const int MaxDepth = 40;

    /// <summary>An entry takes about a hundred elements.</summary>
    private const int MaxElements = 50_000;

    private const int Constructed = 0x20;
    private const int LongTag = 0x1F;

    /// <exception cref="FormatException">An element is larger than what holds it, or there are too many, or too
    /// deep.</exception>
    public static void Require(ReadOnlySpan<byte> content)
    {
        var ends = new int[MaxDepth];
        var (at, depth, elements) = (0, 0, 0);
        ends[0] = content.Length;
        while (true)
        {
            while (depth > 0 && ends[depth] == at)
                depth--;
            var end = ends[depth] < 0 ? content.Length : ends[depth];
            if (at == end)
                break;
            if (++elements > MaxElements)
                throw new FormatException("It has more elements than any key store.");

            var isConstructed = (content[at] & Constructed) != 0;
            var isEndOfContents = content[at] == 0 && ends[depth] < 0;
            var length = ReadHeader(content[..end], ref at);
            if (isEndOfContents)
            {
                depth--;
                continue;
            }

            if (length < 0 && !isConstructed)
                throw new FormatException("An element without end is not made of others.");
            if (!isConstructed)
            {
                at += length;
                continue;
            }

            if (++depth == MaxDepth)
                throw new FormatException("It nests deeper than any key store.");
            ends[depth] = length < 0 ? -1 : at + length;
            // An element of known length inside one without is held by the nearest that has one.
        }

        if (depth > 0)
            throw new FormatException("An element has no end.");
    }

    /// <summary>Moves behind tag and length; the length is -1 for an element that ends with a mark.</summary>
    private static int ReadHeader(ReadOnlySpan<byte> content, ref int at)
    {
        var isLongTag = (content[at] & LongTag) == LongTag;
        at++;
        while (isLongTag)
            isLongTag = (Next(content, ref at) & 0x80) != 0;
        int first = Next(content, ref at);
        if (first == 0x80)
            return -1;
        var length = (long)first;
        if (first > 0x80)
        {
            length = 0;
            for (var left = first & 0x7F; left > 0; left--)
            {
                length = (length << 8) | Next(content, ref at);
                if (length > content.Length)
                    break;
            }
        }

        return length <= content.Length - at
            ? (int)length
            : throw new FormatException("An element is larger than what holds it.");
    }

    private static byte Next(ReadOnlySpan<byte> content, ref int at) =>
        at < content.Length ? content[at++] : throw new FormatException("An element is cut off.");
}
