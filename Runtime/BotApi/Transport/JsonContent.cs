using System.Net.Http.Headers;

namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>A call's parameters as one JSON object.</summary>
internal sealed class JsonContent : RequestContent
{
    private readonly ReadOnlyMemory<byte> _json;

    public JsonContent(ReadOnlyMemory<byte> json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task Write(Stream stream, CancellationToken cancellationToken) =>
        stream.WriteAsync(_json, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
