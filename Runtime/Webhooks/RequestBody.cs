using System.Buffers;
using System.IO.Pipelines;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A request's whole body as one piece of memory. A body that lies in one buffer of the server is lent, not copied, so
/// the memory is valid until this is disposed.
/// </summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;
    private readonly byte[]? _rented;

    private RequestBody(PipeReader reader, ReadOnlySequence<byte> buffer)
    {
        _reader = reader;
        _end = buffer.End;
        if (buffer.IsSingleSegment)
        {
            Bytes = buffer.First;
            return;
        }

        var length = (int)buffer.Length;
        _rented = ArrayPool<byte>.Shared.Rent(length);
        buffer.CopyTo(_rented);
        Bytes = _rented.AsMemory(0, length);
    }

    /// <summary>The body's bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether the body had more bytes than allowed; then <see cref="Bytes"/> is empty.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>Reads to the end, or until one byte more than <paramref name="maxBytes"/> has come.</summary>
    public static async ValueTask<RequestBody> Read(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return new RequestBody { IsTooLarge = true };
            }

            if (result.IsCompleted)
                return new RequestBody(reader, result.Buffer);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose()
    {
        _reader?.AdvanceTo(_end);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
