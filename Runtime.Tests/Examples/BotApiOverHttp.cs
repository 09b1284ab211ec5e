using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>
/// A Bot API server on loopback that says yes to everything and remembers what it was asked, for bots in processes of
/// their own.
/// </summary>
internal sealed class BotApiOverHttp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<(string Method, string Body)> _calls = Channel.CreateUnbounded<(string, string)>();
    private readonly ConcurrentQueue<(string Method, string Body)> _passedOver = new();

    private BotApiOverHttp(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<BotApiOverHttp> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var api = new BotApiOverHttp(builder.Build());
        api._app.MapPost("/{bot}/{method}", api.Answer);
        await api._app.StartAsync();
        return api;
    }

    /// <summary>The body of the next call of the method, which may have been made already.</summary>
    public async Task<string> Called(string method)
    {
        using var patience = new CancellationTokenSource(Timeouts.Process);
        if (_passedOver.FirstOrDefault(call => call.Method == method) is { Body: { } known }) return known;
        await foreach (var call in _calls.Reader.ReadAllAsync(patience.Token))
        {
            if (call.Method == method) return call.Body;
            _passedOver.Enqueue(call);
        }
        throw new AssertionException($"{method} was not called.");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Answer(string method, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        _calls.Writer.TryWrite((method, await reader.ReadToEndAsync()));
        var result = method switch
        {
            "sendMessage" => """{"message_id":1,"date":1700000000,"chat":{"id":1,"type":"private"}}""",
            "getWebhookInfo" => """{"url":"","has_custom_certificate":false,"pending_update_count":0}""",
            _ => "true",
        };
        return Results.Text($$"""{"ok":true,"result":{{result}}}""", "application/json");
    }
}
