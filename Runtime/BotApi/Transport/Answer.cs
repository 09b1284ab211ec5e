using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>A successful answer, its result not decoded yet.</summary>
internal sealed class Answer(PooledBuffer body, Range result) : IDisposable
{
    /// <summary>The JSON of <c>result</c>.</summary>
    public ReadOnlySpan<byte> Result => body.Span[result];

    /// <exception cref="BotApiResponseException">The result is not what the method answers.</exception>
    public TResult Read<TResult>(Request<TResult> request)
    {
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
                $"{request.MethodName} was executed, but its result could not be decoded: {error.Message}", error);
        }
    }

    public void Dispose() => body.Dispose();
}
