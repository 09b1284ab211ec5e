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
    private readonly BodyBudget? _budget;
    private readonly long _taken;

    private RequestBody(PipeReader reader, ReadOnlySequence<byte> buffer, BodyBudget budget)
    {
        _reader = reader;
        _end = buffer.End;
        _budget = budget;
        _taken = buffer.Length;
        if (buffer.IsSingleSegment)
        {
            Bytes = WithoutMark(buffer.First);
            return;
        }

        var length = (int)buffer.Length;
        _rented = ArrayPool<byte>.Shared.Rent(length);
        buffer.CopyTo(_rented);
        Bytes = WithoutMark(_rented.AsMemory(0, length));
    }

    /// <summary>The body's bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Why the body was not read to its end; then <see cref="Bytes"/> is empty.</summary>
    public RefusalReason? Refusal { get; private init; }

    /// <summary>
    /// Reads to the end, or until one byte more than <paramref name="maxBytes"/> or than the budget has room for has
    /// come.
    /// </summary>
    /// <exception cref="Exception">The body is malformed, or the connection has ended.</exception>
    public static async ValueTask<RequestBody> Read(PipeReader reader, int maxBytes, BodyBudget budget)
    {
        var taken = 0L;
        try
        {
            while (true)
            {
                // The server ends the read when the client goes. Asking for RequestAborted would make a token source
                // for every request.
                var result = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                var length = result.Buffer.Length;
                var refusal = length > maxBytes ? RefusalReason.TooLarge
                    : !budget.TryTake(length - taken) ? RefusalReason.NoMemory
                    : (RefusalReason?)null;
                if (refusal is not null)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return new RequestBody { Refusal = refusal };
                }

                taken = length;
                if (result.IsCompleted)
                {
                    var body = new RequestBody(reader, result.Buffer, budget);
                    taken = 0;
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        finally
        {
            budget.Return(taken);
        }
    }

    public void Dispose()
    {
        _reader?.AdvanceTo(_end);
        _budget?.Return(_taken);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
