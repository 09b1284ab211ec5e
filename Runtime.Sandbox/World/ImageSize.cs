using System.Buffers.Binary;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Kind and size of a picture, read from its header: PNG, JPEG, GIF, WebP and BMP.</summary>
internal readonly record struct ImageSize(string MimeType, int Width, int Height)
{
    public static ImageSize? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length >= 24 && data[0] == 0x89 && data[1..4].SequenceEqual("PNG"u8))
            return new("image/png", BinaryPrimitives.ReadInt32BigEndian(data[16..]),
                BinaryPrimitives.ReadInt32BigEndian(data[20..]));
        if (data.Length >= 10 && data.StartsWith("GIF8"u8))
            return new("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(data[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(data[8..]));
        if (data.Length >= 26 && data.StartsWith("BM"u8))
            return new("image/bmp", BinaryPrimitives.ReadInt32LittleEndian(data[18..]),
                Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(data[22..])));
        if (data.Length >= 30 && data.StartsWith("RIFF"u8) && data[8..12].SequenceEqual("WEBP"u8)) return WebP(data);
        return data.Length >= 4 && data[0] == 0xFF && data[1] == 0xD8 ? Jpeg(data) : null;
    }

    private static ImageSize WebP(ReadOnlySpan<byte> data)
    {
        var kind = data[12..16];
        if (kind.SequenceEqual("VP8X"u8))
            return new("image/webp", 1 + (data[24] | data[25] << 8 | data[26] << 16),
                1 + (data[27] | data[28] << 8 | data[29] << 16));
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[21..]);
            return new("image/webp", (int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
        }
        return new("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(data[26..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(data[28..]) & 0x3FFF);
    }

    private static ImageSize? Jpeg(ReadOnlySpan<byte> data)
    {
        var at = 2;
        while (at + 9 < data.Length && data[at] == 0xFF)
        {
            var marker = data[at + 1];
            // A frame header: every SOF marker but the tables C4, C8 and CC.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return new("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(data[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(data[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
        }
        return null;
    }
}
