using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>A Bot API server on loopback whose answers a test decides; it remembers what it was asked.</summary>
internal sealed class BotApiStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Method, JsonObject? Body)> _calls = new();

    private BotApiStub(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>What was called, in order.</summary>
    public IReadOnlyList<string> Methods => [.. _calls.Select(call => call.Method)];

    /// <summary>The bodies of the calls of a method.</summary>
    public IReadOnlyList<JsonObject> Bodies(string method) =>
        [.. _calls.Where(call => call.Method == method).Select(call => call.Body!)];

    /// <param name="refuses">Gives the refusal of a call, or null to say yes.</param>
    public static async Task<BotApiStub> Start(Func<string, Task<string?>>? refuses = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var api = new BotApiStub(builder.Build());
        api._app.MapPost("/{bot}/{method}", async (HttpRequest request, string method) =>
        {
            var isJson = request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true;
            var body = isJson && request.ContentLength > 0
                ? await JsonSerializer.DeserializeAsync<JsonObject>(request.Body)
                : null;
            api._calls.Enqueue((request.Path, method, body));
            if (refuses is not null && await refuses(method) is { } refusal)
            {
                return Results.Text($$"""{"ok":false,"error_code":400,"description":"{{refusal}}"}""", "application/json", statusCode: 400);
            }

            var result = method switch
            {
                "sendMessage" => """{"message_id":1,"date":1700000000,"chat":{"id":1,"type":"private"}}""",
                "getWebhookInfo" => """{"url":"","has_custom_certificate":false,"pending_update_count":0}""",
                "getUpdates" => "[]",
                _ => "true",
            };
            return Results.Text($$"""{"ok":true,"result":{{result}}}""", "application/json");
        });
        await api._app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
