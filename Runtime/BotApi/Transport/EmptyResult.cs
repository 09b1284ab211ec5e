using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// What stands for the result of a call that counts as done though its answer never came: true, an object without
/// members, an empty list or text, zero; whichever the method's result can be.
/// </summary>
internal static class EmptyResult
{
    private static readonly byte[][] Candidates = [.. new[] { "true", "{}", "[]", "\"\"", "0" }.Select(Encoding.UTF8.GetBytes)];

    /// <exception cref="BotApiResponseException">The result can be none of these.</exception>
    public static TResult Of<TResult>(Request<TResult> request)
    {
        foreach (var candidate in Candidates)
        {
            try
            {
                var reader = new Utf8JsonReader(candidate, ModelJson.ReaderOptions);
                reader.Read();
                return request.ReadResult(ref reader);
            }
            catch (JsonException)
            {
                // Of another shape: the next one.
            }
        }

        throw new BotApiResponseException(
            request.MethodName, System.Net.HttpStatusCode.OK,
            $"{request.MethodName} counts as executed, but its result never came and nothing can stand for it.")
        {
            WasExecuted = true,
        };
    }
}
