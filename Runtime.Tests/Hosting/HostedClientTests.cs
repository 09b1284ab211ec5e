using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>
/// The client of a hosted bot comes from the app's factory, without what the factory and the app put into clients.
/// </summary>
public class HostedClientTests
{
    private const string Token = "4200000001:a-token-that-nobody-may-see-anywhere";

    [Test]
    public async Task A_url_with_the_token_was_logged_and_traced_by_the_http_client_factory()
    {
        await using var api = await BotApiStub.Start();
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(
                $"{span.Source.Name} {span.DisplayName} {string.Join(' ', span.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new RecordingLoggers();
        await using var services = Services(api, services => services.AddSingleton<ILoggerFactory>(log));

        await services.GetRequiredService<ITelegramBot>().SendMessage(1, "hi");
        // What the test looks for is there where nothing keeps it out.
        using var plain = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await plain.PostAsync(new Uri($"{api.Url}/bot-of-the-control/getMe"), null);

        Assert.That(log.Lines, Has.Some.Contains("bot-of-the-control"), "the factory logs");
        Assert.That(spans, Has.Some.Contains("bot-of-the-control"), "clients are traced");
        Assert.That(log.Lines, Has.None.Contains("a-token-that-nobody").And.None.Contains("/bot42"));
        // The stub is a server in the same process, and its own spans have its route.
        Assert.That(spans.Where(span => !span.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)), Has.None.Contains("a-token-that-nobody"));
        Assert.That(api.Methods, Does.Contain("sendMessage"));
    }

    [Test]
    public async Task A_handler_that_an_app_gives_to_all_of_its_clients_sent_messages_twice()
    {
        await using var api = await BotApiStub.Start();
        await using var services = Services(api, services =>
            services.ConfigureHttpClientDefaults(clients => clients.AddHttpMessageHandler(() => new SendsTwice())));

        await services.GetRequiredService<ITelegramBot>().SendMessage(1, "hi");

        Assert.That(api.Methods, Is.EqualTo(new[] { "sendMessage" }));
    }

    [Test]
    public async Task A_handler_that_is_given_to_the_bot_is_used()
    {
        await using var api = await BotApiStub.Start();
        await using var services = Services(
            api, _ => { }, bot => bot.HttpClient.AddHttpMessageHandler(() => new SendsTwice()));

        await services.GetRequiredService<ITelegramBot>().DeleteWebhook();

        Assert.That(api.Methods, Is.EqualTo(new[] { "deleteWebhook", "deleteWebhook" }));
    }

    [Test]
    public async Task Settings_that_cannot_be_used_fail_whoever_asks_for_the_bot_before_the_start()
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddTelegramBot(_ => { }).Services.BuildServiceProvider();

        var error = Assert.Throws<WebhookStartException>(() => services.GetRequiredService<ITelegramBot>());

        Assert.That(error!.Message, Does.Contain("Token is missing"));
    }

    private static ServiceProvider Services(
        BotApiStub api, Action<IServiceCollection> configure, Action<TelegramBotBuilder>? configureBot = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        services.AddHttpClient("other");
        configure(services);
        var bot = services.AddTelegramBot(settings => (settings.Token, settings.BaseUrl) = (Token, api.Url));
        configureBot?.Invoke(bot);
        return services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    private sealed class SendsTwice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using (await base.SendAsync(request, cancellationToken))
            {
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
