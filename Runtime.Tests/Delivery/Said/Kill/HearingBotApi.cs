using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;

/// <summary>
/// A Bot API that knows one method and notes when it heard what. It outlives the bots that are killed.
/// </summary>
internal sealed class HearingBotApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _messages;

    private HearingBotApi(WebApplication app) => _app = app;

    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Each sentence with the times it was heard, by <see cref="Stopwatch"/>.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<long>> Heard { get; } = new();

    public static async Task<HearingBotApi> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new HearingBotApi(builder.Build());
        api._app.MapPost("/{bot}/sendMessage", api.Hear);
        await api._app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> Hear(HttpRequest request)
    {
        var call = (await JsonNode.ParseAsync(request.Body))!;
        Heard.GetOrAdd(call["text"]!.GetValue<string>(), _ => new()).Enqueue(Stopwatch.GetTimestamp());
        var id = Interlocked.Increment(ref _messages);
        return Results.Text($$$"""{"ok":true,"result":{"message_id":{{{id}}},"date":1,"chat":{"id":{{{call["chat_id"]}}},"type":"private"} } }""", "application/json");
    }
}
