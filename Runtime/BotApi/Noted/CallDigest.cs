using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Noted;

/// <summary>SHA-256 over what a call sends: bot, method, parameters, and the content of uploads that can be read twice.</summary>
internal readonly record struct CallDigest(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Its bytes in a store.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const byte CountsByContent = 1;
    private const byte CountsByName = 2;

    public static CallDigest Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, A);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], D);
    }

    /// <summary>The digest of a call that uploads nothing, or of a step by its name.</summary>
    public static CallDigest Of(long botId, string scope, string name, ReadOnlySpan<byte> parameters)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeadBytes(scope, name) + parameters.Length);
        var head = WriteHead(buffer, botId, scope, name);
        parameters.CopyTo(buffer.AsSpan(head));
        var digest = Hash(buffer.AsSpan(0, head + parameters.Length));
        ArrayPool<byte>.Shared.Return(buffer);
        return digest;
    }

    /// <summary>The digest of a call that uploads. Content that can be read twice is read here, and again when it is sent.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async ValueTask<CallDigest> OfUpload(long botId, string scope, string name, RequestBody body, CancellationToken cancellationToken)
    {
        var whole = new ArrayBufferWriter<byte>(HeadBytes(scope, name) + body.ParameterBytes + 256);
        whole.Advance(WriteHead(whole.GetSpan(HeadBytes(scope, name)), botId, scope, name));
        var files = body.Files.Select(part => part.File).Distinct().ToList();
        whole.Write(WithoutRandomNames(body.Parameters, files));
        foreach (var file in files)
        {
            whole.Write([(byte)0]);
            whole.Write(Encoding.UTF8.GetBytes(file.FileName!));
            whole.Write([(byte)0, file.IsRepeatable ? CountsByContent : CountsByName]);
            if (!file.IsRepeatable) continue;
            var content = file.Open();
            await using (content.ConfigureAwait(false))
                whole.Write(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
        }

        return Hash(whole.WrittenSpan);
    }

    private static int HeadBytes(string scope, string name) => sizeof(long) + Encoding.UTF8.GetMaxByteCount(scope.Length + name.Length) + 2;

    private static int WriteHead(Span<byte> into, long botId, string scope, string name)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, botId);
        var length = sizeof(long);
        length += Encoding.UTF8.GetBytes(scope, into[length..]);
        into[length++] = 0;
        length += Encoding.UTF8.GetBytes(name, into[length..]);
        into[length++] = 0;
        return length;
    }

    // The name that a file is attached under is another one in each attempt; its place among the files is not.
    private static byte[] WithoutRandomNames(ReadOnlySpan<byte> json, List<InputFile> files)
    {
        var copy = json.ToArray();
        for (var index = 0; index < files.Count; index++)
        {
            var name = Encoding.UTF8.GetBytes(files[index].AttachmentName);
            var stable = Encoding.UTF8.GetBytes($"{index}".PadLeft(name.Length));
            for (var rest = copy.AsSpan(); rest.IndexOf(name) is var at and >= 0; rest = rest[(at + name.Length)..])
                stable.CopyTo(rest[at..]);
        }

        return copy;
    }

    private static CallDigest Hash(ReadOnlySpan<byte> whole)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(whole, hash);
        return Read(hash);
    }
}
