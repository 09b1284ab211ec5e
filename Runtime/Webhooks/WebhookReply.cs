using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>A Bot API call that travels in the answer to an update instead of on a connection of its own.</summary>
internal static class WebhookReply
{
    // Telegram counts all parameters together and takes a larger answer for a failure.
    private const int MaxParameterBytes = 1024 * 1024;

    /// <summary>
    /// The answer's body when the call may travel in it: Telegram ignores the methods that read or change the bot's own set-up, and
    /// an upload does not fit into JSON. Null means that the call must be made by itself.
    /// </summary>
    public static ReadOnlyMemory<byte>? TryWrite(Request request)
    {
        if (!MayTravel(request.MethodName))
            return null;
        var uploads = new List<Types.InputFile>();
        request.CollectUploads(uploads);
        if (uploads.Count > 0)
            return null;
        var parameters = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(parameters))
            request.WriteTo(writer);
        if (parameters.WrittenCount > MaxParameterBytes)
            return null;
        var body = new ArrayBufferWriter<byte>(parameters.WrittenCount + 64);
        body.Write("{\"method\":\""u8);
        body.Write(JsonEncodedText.Encode(request.MethodName).EncodedUtf8Bytes);
        body.Write("\""u8);
        var rest = parameters.WrittenSpan[1..];
        if (rest[0] != (byte)'}')
            body.Write(","u8);
        body.Write(rest);
        return body.WrittenMemory;
    }

    /// <summary>Answers 200 with the call in the body.</summary>
    public static async ValueTask Write(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static bool MayTravel(string method) =>
        !method.StartsWith("get", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("setWebhook", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("deleteWebhook", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("close", StringComparison.OrdinalIgnoreCase)
        && !method.Equals("logOut", StringComparison.OrdinalIgnoreCase);
}
