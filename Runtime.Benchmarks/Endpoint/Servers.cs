using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Benchmarks.Inbox;
using Telegram.Webhooks.Runtime.Benchmarks.Said;
using Telegram.Webhooks.Runtime.Benchmarks.Telemetry;

namespace Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

/// <summary>The servers that are compared; each runs until standard input ends.</summary>
internal static class Servers
{
    public static async Task<int> Run(string[] arguments)
    {
        if (arguments is ["inbox-backlog", var backlog, var count])
        {
            await InboxBacklog.Drain(backlog, int.Parse(count, CultureInfo.InvariantCulture));
            return 0;
        }

        if (arguments is ["telemetry-cost", var isOn])
        {
            await TelemetryRow.Measure(isOn == "on");
            return 0;
        }

        await using var server = arguments[0] switch
        {
            "bare" => await Bare(),
            "telegram-bot" => await TelegramBotBehindMinimalApi(),
            "telegram-bot-registered" => await TelegramBotThatRegisters(
                int.Parse(arguments[1], CultureInfo.InvariantCulture), arguments[2], arguments[3]),
            "bot-api" => await BotApi(),
            "runtime-none" => await Runtime(UpdateInbox.None),
            "runtime-sqlite" => await Runtime(UpdateInbox.Sqlite(arguments[1])),
            var other => throw new ArgumentException($"There is no server '{other}'."),
        };
        await Console.In.ReadToEndAsync();
        return 0;
    }

    // What a receiver cannot do without: read the body to its end and answer 200.
    private static async Task<IAsyncDisposable> Bare()
    {
        var app = Listen();
        app.Run(async context =>
        {
            ReadResult result;
            do
            {
                result = await context.Request.BodyReader.ReadAsync();
                context.Request.BodyReader.AdvanceTo(result.Buffer.End);
            }
            while (!result.IsCompleted);
        });
        return await Started(app);
    }

    private static async Task<IAsyncDisposable> TelegramBotThatRegisters(int port, string telegram, string token)
    {
        var app = TelegramBotApp(port);
        await app.StartAsync();
        var client = new global::Telegram.Bot.TelegramBotClient(
            new global::Telegram.Bot.TelegramBotClientOptions(token, telegram));
        await global::Telegram.Bot.TelegramBotClientExtensions.SetWebhook(
            client, $"http://127.0.0.1:{port}/hook", secretToken: SampleUpdate.SecretToken);
        return app;
    }

    private static Task<IAsyncDisposable> TelegramBotBehindMinimalApi() => Started(TelegramBotApp(port: 0));

    private static WebApplication TelegramBotApp(int port)
    {
        var app = Listen(services => services.ConfigureHttpJsonOptions(options => global::Telegram.Bot.JsonBotAPI.Configure(options.SerializerOptions)), port);
        app.MapPost("/hook", (HttpContext context, global::Telegram.Bot.Types.Update update) =>
            context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"] == SampleUpdate.SecretToken && update.Id != 0 ? Results.Ok() : Results.Unauthorized());
        return app;
    }

    private static async Task<IAsyncDisposable> BotApi()
    {
        var app = Listen();
        app.Run(BotApiStandIn.Answer);
        return await Started(app);
    }

    private static async Task<IAsyncDisposable> Runtime(UpdateInbox inbox)
    {
        var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.Error.WriteLine(error),
            receiver: (_, _) => ValueTask.CompletedTask,
            options: new WebhookServerOptions { Inbox = inbox, SecretToken = SampleUpdate.SecretToken, LoggerFactory = NullLoggerFactory.Instance });
        Console.WriteLine(server.Urls[0]);
        return server;
    }

    private static WebApplication Listen(Action<IServiceCollection>? configure = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private static async Task<IAsyncDisposable> Started(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook");
        return app;
    }
}
