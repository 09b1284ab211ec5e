using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Noted;

/// <summary>
/// What tells one call from another: bot, method, parameters, and the content of uploads that can be read twice. Its
/// SHA-256 is taken only when it is stored or looked up: most updates are handled without a failure, and then nobody
/// asks for it. Immutable.
/// </summary>
internal sealed class CallKey
{
    private const byte CountsByContent = 1;
    private const byte CountsByName = 2;

    private readonly long _botId;
    private readonly string _scope;
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _rest;
    private readonly byte[]? _digest;

    private CallKey(long botId, string scope, string name, ReadOnlyMemory<byte> rest, byte[]? digest = null) =>
        (_botId, _scope, _name, _rest, _digest) = (botId, scope, name, rest, digest);

    /// <summary>The SHA-256, of one that is hashed.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>Whether it is its digest only.</summary>
    public bool IsHashed => _digest is not null;

    /// <summary>How many bytes it holds on to.</summary>
    public int HeldBytes => _rest.Length;

    /// <summary>
    /// The key of a call that uploads nothing, or of a step by its name. It holds on to the parameters.
    /// </summary>
    public static CallKey Of(long botId, string scope, string name, ReadOnlyMemory<byte> parameters) =>
        new(botId, scope, name, parameters);

    /// <summary>
    /// The key of a call that uploads. Content that can be read twice is read here, and again when it is sent.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async ValueTask<CallKey> OfUpload(
        long botId, string scope, string name, RequestBody body, CancellationToken cancellationToken)
    {
        var rest = new ArrayBufferWriter<byte>(body.ParameterBytes + 256);
        var files = body.Files.Select(part => part.File).Distinct().ToList();
        rest.Write(WithoutRandomNames(body.Parameters.Span, files));
        foreach (var file in files)
        {
            rest.Write([(byte)0]);
            rest.Write(Encoding.UTF8.GetBytes(file.FileName!));
            rest.Write([(byte)0, file.IsRepeatable ? CountsByContent : CountsByName]);
            if (!file.IsRepeatable) continue;
            var content = file.Open();
            await using (content.ConfigureAwait(false))
                rest.Write(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
        }

        return new CallKey(botId, scope, name, rest.WrittenMemory);
    }

    /// <summary>The same key as its digest, without the parameters.</summary>
    public CallKey Hashed()
    {
        if (IsHashed) return this;
        var most = sizeof(long) + Encoding.UTF8.GetMaxByteCount(_scope.Length + _name.Length) + 2 + _rest.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        var head = WriteHead(buffer);
        _rest.Span.CopyTo(buffer.AsSpan(head));
        var digest = SHA256.HashData(buffer.AsSpan(0, head + _rest.Length));
        ArrayPool<byte>.Shared.Return(buffer);
        return new CallKey(_botId, _scope, _name, default, digest);
    }

    /// <summary>Whether both are of equal calls; either both are hashed or neither is.</summary>
    public bool IsSameAs(CallKey other) => IsHashed
        ? Digest.SequenceEqual(other.Digest)
        : _botId == other._botId && _name == other._name && _scope == other._scope
            && _rest.Span.SequenceEqual(other._rest.Span);

    private int WriteHead(Span<byte> into)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, _botId);
        var length = sizeof(long);
        length += Encoding.UTF8.GetBytes(_scope, into[length..]);
        into[length++] = 0;
        length += Encoding.UTF8.GetBytes(_name, into[length..]);
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
}
