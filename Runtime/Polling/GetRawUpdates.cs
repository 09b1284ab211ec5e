using System.Runtime.InteropServices;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary><c>getUpdates</c> with each update as the bytes that Telegram sent, which is what an inbox keeps.</summary>
internal sealed class GetRawUpdates(GetUpdates request) : Request<IReadOnlyList<byte[]>>
{
    public override string MethodName => request.MethodName;

    // Whether an update nests too deep is judged update by update, where it is decoded: one of them must not spoil the
    // answer.
    internal override JsonReaderOptions ReaderOptions => ModelJson.AnyDepth;

    internal override void WriteTo(Utf8JsonWriter writer) => request.WriteTo(writer);

    internal override IReadOnlyList<byte[]> ReadResult(ref Utf8JsonReader reader) =>
        ModelJson.Read(ref reader, "$.result", ReadAll);

    private static IReadOnlyList<byte[]> ReadAll(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            reader.ThrowWrong("Array");
        using var result = JsonDocument.ParseValue(ref reader);
        return [.. result.RootElement.EnumerateArray().Select(update => JsonMarshal.GetRawUtf8Value(update).ToArray())];
    }
}
