using System.Buffers;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>The bytes of an answer, in memory borrowed from the pool until disposed.</summary>
internal sealed class PooledBuffer : IDisposable
{
    private const int FirstSize = 16 * 1024;

    // The largest answer there is, a full getUpdates, is cut by the server at about 4 MiB.
    private const int MaxSize = 64 * 1024 * 1024;

    private byte[] _bytes;
    private int _length;

    private PooledBuffer(int size) => _bytes = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <exception cref="InvalidDataException">The answer is larger than any of the Bot API can be.</exception>
    public static async Task<PooledBuffer> Read(HttpContent content, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength ?? 0;
        // One byte more than announced, so that the end is seen without growing.
        var buffer = new PooledBuffer((int)Math.Clamp(announced + 1, FirstSize, MaxSize));
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            while (await stream.ReadAsync(buffer.Free(), cancellationToken).ConfigureAwait(false) is var count and > 0)
                buffer._length += count;
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        _length = 0;
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private Memory<byte> Free()
    {
        if (_length < _bytes.Length)
            return _bytes.AsMemory(_length);
        if (_length >= MaxSize)
            throw new InvalidDataException($"The answer exceeds {MaxSize / (1024 * 1024)} MiB.");
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return _bytes.AsMemory(_length);
    }
}
