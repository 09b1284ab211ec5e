using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.BotApi;

/// <summary>What a <see cref="TelegramBot"/> does its calls with.</summary>
internal sealed class BotApiClient : IDisposable
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly TelegramBotOptions _options;
    private readonly BotApiTransport _transport;

    public BotApiClient(BotToken token, BotApiAddress address, TelegramBotOptions options)
    {
        _options = options;
        _ownsHttp = options.HttpClient is null;
        _http = options.HttpClient ?? OwnHttpClient.Create();
        _transport = new BotApiTransport(_http, address, token, options.TimeProvider);
    }

    public async Task<TResult> Execute<TResult>(Request<TResult> request, CancellationToken cancellationToken)
    {
        using var content = new JsonContent(Serialize(request));
        using var answer = await _transport.Post(request.MethodName, content, _options.Retry.RequestTimeout, cancellationToken);
        return answer.Read(request);
    }

    public void Dispose()
    {
        if (_ownsHttp)
            _http.Dispose();
    }

    private static ReadOnlyMemory<byte> Serialize(Request request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
            request.WriteTo(writer);
        return buffer.WrittenMemory;
    }
}
