using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>Bots of real apps, talked to through the local Telegram.</summary>
public class HostedBotTests
{
    [Test]
    public async Task An_app_with_a_bot_answers_a_user()
    {
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, port)).UseWebhook()
            .Receive<EchoReceiver>();
        await using var app = await builder.Start();
        var ada = telegram.User("Ada");

        await ada.Says("hi");

        await ada.Hears("You said: hi");
    }

    [Test]
    public async Task Each_update_has_a_scope_of_its_own()
    {
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddScoped<Notes>();
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, port)).UseWebhook()
            .Receive<NotingReceiver>();
        await using var app = await builder.Start();
        var ada = telegram.User("Ada");

        await ada.Says("one");
        var first = await ada.Hears(_ => true);
        await ada.Says("two");
        var second = await ada.Hears(_ => true);
        await app.StopAsync().WaitAsync(RealTime.Patience);

        Assert.That((first.Text, second.Text), Is.EqualTo(("one, 1 in this scope", "two, 1 in this scope")));
        Assert.That(Notes.Disposed, Is.EqualTo(2));
    }

    [Test]
    public async Task Flows_of_the_container_tell_Telegram_what_is_subscribed_until_the_app_has_started()
    {
        await using var api = await BotApiStub.Start();
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port)).UseWebhook()
            .ReceiveWithFlows((flows, services) => flows.MessagesFlow.OnEach((_, _) => default));
        builder.Services.AddHostedService<LateSubscriber>();

        await using var app = await builder.Start();

        Assert.That(api.Bodies("setWebhook").Single()["allowed_updates"]!.ToJsonString(), Is.EqualTo("""["message","poll"]"""));
    }

    [Test]
    public async Task A_filter_of_the_container_receives_when_nobody_else_is_named()
    {
        await using var api = await BotApiStub.Start();
        var port = WebhookServerTests.FreePort();
        var received = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = HostedApps.Builder(port);
        builder.Services.AddSingleton<IUpdatesFilter>(_ => new FlowsUpdatesFilter(flows => flows.MessagesFlow.OnEach(m => received.TrySetResult(m.MessageId))));
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port)).UseWebhook();
        await using var app = await builder.Start();
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(5)));

        Assert.That(await received.Task.WaitAsync(RealTime.Patience), Is.EqualTo(5));
        Assert.That(api.Bodies("setWebhook").Single()["allowed_updates"]!.ToJsonString(), Is.EqualTo("""["message"]"""));
    }

    [Test]
    public async Task A_program_of_the_generic_host_answers_by_long_polling()
    {
        await using var telegram = await TelegramSandbox.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, 443)).UseLongPolling()
            .Receive(async (update, services, ct) =>
                await services.GetRequiredService<ITelegramBot>()
                    .SendMessage(update.Message!.Chat.Id, $"You said: {update.Message.Text}", cancellationToken: ct));
        using var host = builder.Build();
        await host.StartAsync();
        var ada = telegram.User("Ada");

        await ada.Says("hi");
        await ada.Hears("You said: hi");

        await host.StopAsync().WaitAsync(RealTime.Patience);
    }

    [Test]
    public async Task A_polling_that_Telegram_ended_looked_alive()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var log = new RecordingLoggers(id =>
        {
            if (id == 8102)
                failed.TrySetResult();
        });
        await using var telegram = await TelegramSandbox.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, 443, token: "4200000001:another-token"))
            .UseLongPolling().Receive((_, _) => default);
        using var host = builder.Build();
        await host.StartAsync();

        await failed.Task.WaitAsync(RealTime.Patience);

        var runtime = host.Services.GetRequiredService<BotRuntimes>().All.Single();
        Assert.That(runtime.State, Is.EqualTo(BotRuntimeState.Failed));
        Assert.That(runtime.Failure!.ToString(), Does.Not.Contain("another-token"));
    }

    [Test]
    public async Task Bots_with_names_share_an_app_and_a_server_of_their_own()
    {
        await using var shop = await TelegramSandbox.Start(new TelegramSandboxOptions { Token = "4200000001:shop-token" });
        await using var help = await TelegramSandbox.Start(new TelegramSandboxOptions { Token = "4200000002:help-token" });
        var (port, serverPort) = (WebhookServerTests.FreePort(), WebhookServerTests.FreePort());
        var builder = HostedApps.Builder(port);
        foreach (var (name, telegram) in new[] { ("shop", shop), ("help", help) })
        {
            builder.Services.AddTelegramBot(
                name, HostedApps.Settings(telegram.BaseUrl, serverPort, telegram.Token, "/" + name))
                .UseWebhookServer(serverPort, "127.0.0.1")
                .Receive(async (update, services, ct) => await services.GetRequiredKeyedService<ITelegramBot>(name)
                    .SendMessage(update.Message!.Chat.Id, $"This is {name}", cancellationToken: ct));
        }

        await using var app = await builder.Start(_ => { });
        var (ada, bob) = (shop.User("Ada"), help.User("Bob"));

        await ada.Says("hi");
        await bob.Says("hi");

        await ada.Hears("This is shop");
        await bob.Hears("This is help");
        await app.StopAsync().WaitAsync(RealTime.Patience);
    }

    /// <summary>Answers with what was said.</summary>
    private sealed class EchoReceiver(ITelegramBot bot) : IUpdateReceiver
    {
        public async ValueTask Receive(Types.Update update, CancellationToken cancellationToken)
        {
            if (update.Message is { Text: { } text } message)
                await bot.SendMessage(message.Chat.Id, $"You said: {text}", cancellationToken: cancellationToken);
        }
    }

    /// <summary>A service like a DbContext: one for each scope.</summary>
    private sealed class Notes : IAsyncDisposable
    {
        private static int _disposed;

        public static int Disposed => Volatile.Read(ref _disposed);

        public int Count { get; set; }

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _disposed);
            return default;
        }
    }

    private sealed class NotingReceiver(Notes notes, Notes sameNotes, ITelegramBot bot) : IUpdateReceiver
    {
        public async ValueTask Receive(Types.Update update, CancellationToken cancellationToken)
        {
            notes.Count++;
            await bot.SendMessage(update.Message!.Chat.Id, $"{update.Message.Text}, {sameNotes.Count} in this scope",
                cancellationToken: cancellationToken);
        }
    }

    private sealed class LateSubscriber(FlowsUpdatesFilter flows) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            flows.PollsFlow.OnEach((_, _) => default);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
