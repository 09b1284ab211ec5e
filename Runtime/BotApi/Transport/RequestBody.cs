using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Multipart;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>A call's parameters as they are sent, in each attempt anew: JSON, or a form when a file is uploaded.</summary>
internal sealed class RequestBody
{
    // It is JSON in a body of its own, not in a page: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReadOnlyMemory<byte> _json;
    private readonly MultipartForm? _form;

    public RequestBody(Request request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
            request.WriteTo(writer);
        _json = buffer.WrittenMemory;
        var uploads = new List<InputFile>();
        request.CollectUploads(uploads);
        if (uploads.Count > 0)
            _form = MultipartForm.Of(_json.Span, uploads);
    }

    /// <summary>Whether the whole body can be sent once more.</summary>
    public bool IsRepeatable => _form?.IsRepeatable ?? true;

    /// <summary>The body for one attempt; the caller disposes it.</summary>
    public RequestContent NewContent() => _form is null ? new JsonContent(_json) : new FormContent(_form);
}
