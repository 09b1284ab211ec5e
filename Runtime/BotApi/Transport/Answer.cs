using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>A successful answer, its result not decoded yet.</summary>
internal sealed class Answer : IDisposable
{
    private readonly PooledBuffer? _body;
    private readonly Range _range;
    private readonly ReadOnlyMemory<byte> _noted;

    public Answer(PooledBuffer body, Range result) => (_body, _range) = (body, result);

    /// <summary>
    /// The answer that an equal call got before; empty when it never came and the call counts as done.
    /// </summary>
    public Answer(ReadOnlyMemory<byte> noted) => _noted = noted;

    /// <summary>The JSON of <c>result</c>.</summary>
    public ReadOnlySpan<byte> Result => _body is null ? _noted.Span : _body.Span[_range];

    /// <exception cref="BotApiResponseException">The result is not what the method answers.</exception>
    public TResult Read<TResult>(Request<TResult> request)
    {
        if (Result.IsEmpty) return EmptyResult.Of(request);
        try
        {
            var reader = new Utf8JsonReader(Result, request.ReaderOptions);
            reader.Read();
            return request.ReadResult(ref reader);
        }
        catch (JsonException error)
        {
            throw new BotApiResponseException(
                request.MethodName, System.Net.HttpStatusCode.OK,
                $"{request.MethodName} was executed, but its result could not be decoded: {error.Message}", error)
            {
                WasExecuted = true,
            };
        }
    }

    public void Dispose() => _body?.Dispose();
}
