using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Multipart;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// A call's parameters as they are sent, in each attempt anew: JSON, or a form when a file is uploaded.
/// </summary>
internal sealed class RequestBody
{
    // It is JSON in a body of its own, not in a page: only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReadOnlyMemory<byte> _json;
    private readonly MultipartForm? _form;

    /// <param name="request">The call.</param>
    /// <param name="namesMethod">Whether the method's name goes along as a parameter: in the answer to an update no URL
    /// names it.</param>
    public RequestBody(Request request, bool namesMethod = false)
    {
        _json = namesMethod ? WithMethod(request.MethodName, Write(request)) : Write(request);
        var uploads = new List<InputFile>();
        request.CollectUploads(uploads);
        if (uploads.Count > 0)
            _form = MultipartForm.Of(_json.Span, uploads);
    }

    /// <summary>The parameters as one JSON object; an upload stands in it by its attachment's name.</summary>
    public ReadOnlyMemory<byte> Parameters => _json;

    /// <summary>What all parameters take as JSON. In a form they take no more.</summary>
    public int ParameterBytes => _json.Length;

    /// <summary>Whether files are uploaded.</summary>
    public bool HasFiles => _form is not null;

    /// <summary>The files that are uploaded, each with the name of its part.</summary>
    public IReadOnlyList<(string Name, InputFile File)> Files => _form?.Files ?? [];

    /// <summary>How many files are uploaded.</summary>
    public int FileCount => _form?.Files.Count ?? 0;

    /// <summary>Whether some of the content to upload was read before and cannot be read again.</summary>
    public bool IsSpent => _form is not null && _form.Files.Any(part => part.File.IsSpent);

    /// <summary>Whether the whole body can be sent once more.</summary>
    public bool IsRepeatable => _form?.IsRepeatable ?? true;

    /// <summary>Whether the caller gave up while the body may have been on its way.</summary>
    public bool WasCutOff { get; set; }

    /// <summary>The body for one attempt; the caller disposes it.</summary>
    public RequestContent NewContent()
    {
        RequestContent content = _form is null ? new JsonContent(_json) : new FormContent(_form);
        content.Parameters = _json;
        return content;
    }

    private static ReadOnlyMemory<byte> Write(Request request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
            request.WriteTo(writer);
        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WithMethod(string method, ReadOnlyMemory<byte> parameters)
    {
        var rest = parameters.Span[1..];
        var buffer = new ArrayBufferWriter<byte>(parameters.Length + 64);
        buffer.Write("{\"method\":\""u8);
        buffer.Write(JsonEncodedText.Encode(method).EncodedUtf8Bytes);
        buffer.Write(rest[0] == (byte)'}' ? "\""u8 : "\","u8);
        buffer.Write(rest);
        return buffer.WrittenMemory;
    }
}
