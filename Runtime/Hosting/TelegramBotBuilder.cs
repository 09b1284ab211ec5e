using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Says of a bot of the app how its updates come, where they are kept, and who handles them. Without any of it the bot
/// only sends.
/// </summary>
public sealed class TelegramBotBuilder
{
    private readonly BotPlan _plan;

    internal TelegramBotBuilder(IServiceCollection services, BotPlan plan, IHttpClientBuilder httpClient)
    {
        Services = services;
        _plan = plan;
        HttpClient = httpClient;
    }

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The bot's name, which is the key of its services; null for the bot that has none.</summary>
    public string? Name => _plan.Name;

    /// <summary>
    /// The client that the bot's calls go through, for a proxy of one's own, say. Handlers and loggers that the app
    /// gives to all of its clients are not in it: URLs contain the token, and a handler that repeats requests would
    /// send messages twice. That holds for whatever is added here, too.
    /// </summary>
    public IHttpClientBuilder HttpClient { get; }

    /// <summary>
    /// Updates come to a route of the app's own server, which <c>app.MapTelegramWebhook()</c> maps. Ports and TLS are
    /// the app's.
    /// </summary>
    /// <exception cref="InvalidOperationException">How updates come is configured already.</exception>
    public TelegramBotBuilder UseWebhook()
    {
        _plan.UsesRoute = true;
        return From(context => new RouteSource(context));
    }

    /// <summary>
    /// Updates come to a server of their own beside the app, as with
    /// <see cref="WebhookBotExtensions.SetWebhookInfoAndStartListenWebhooks"/>. Bots that are given the same port and
    /// host share one server, and must be given the same key.
    /// </summary>
    /// <param name="port">The port to listen on; 0 for any free one.</param>
    /// <param name="host">The address to listen on: "0.0.0.0" for all, "127.0.0.1" behind a proxy on the same
    /// machine.</param>
    /// <param name="subroute">The path to listen on. Default: <see cref="TelegramWebhookSettings.Path"/>, else the path
    /// of the URL.</param>
    /// <param name="privateKeyConfig">The TLS key; null to listen in plain HTTP, for a proxy that speaks TLS.</param>
    /// <param name="configure">Changes what the settings do not know, such as
    /// <see cref="WebhookServerOptions.TrustedProxies"/>.</param>
    /// <exception cref="InvalidOperationException">How updates come is configured already.</exception>
    public TelegramBotBuilder UseWebhookServer(
        int port,
        string host,
        string? subroute = null,
        WebhookPrivateKeyConfig? privateKeyConfig = null,
        Action<WebhookServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        return From(context => new ServerSource(context, port, host, subroute, privateKeyConfig, configure));
    }

    /// <summary>
    /// Updates are fetched by <c>getUpdates</c>, for a bot that the internet cannot reach. A webhook that is set is
    /// deleted first.
    /// </summary>
    /// <exception cref="InvalidOperationException">How updates come is configured already.</exception>
    public TelegramBotBuilder UseLongPolling() => From(context => new PollingSource(context));

    /// <summary>Where updates are kept, whatever the settings say.</summary>
    public TelegramBotBuilder UseInbox(UpdateInbox inbox)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        return UseInbox(_ => inbox);
    }

    /// <summary>Where updates are kept, made with the app's services.</summary>
    public TelegramBotBuilder UseInbox(Func<IServiceProvider, UpdateInbox> inbox)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        _plan.Inbox = inbox;
        return this;
    }

    /// <summary>
    /// A class handles the updates. A new one is made for each update, in a scope of its own; it is registered as
    /// scoped unless it is registered already. It gets a bot that has a name as <c>[FromKeyedServices("name")]
    /// ITelegramBot</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Who handles updates is configured already.</exception>
    public TelegramBotBuilder Receive<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IUpdateReceiver
    {
        Services.TryAddScoped<T>();
        return By(services => BotReceiver.Scoped(services, static scope => scope.GetRequiredService<T>()));
    }

    /// <summary>
    /// A delegate handles the updates; <see cref="IUpdatesFilter.AsUpdateReceiver"/> of a filter also tells which kinds
    /// to ask for.
    /// </summary>
    /// <exception cref="InvalidOperationException">Who handles updates is configured already.</exception>
    public TelegramBotBuilder Receive(UpdateReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return By(_ => receiver);
    }

    /// <summary>A delegate handles the updates, with the services of a scope that is the update's own.</summary>
    /// <exception cref="InvalidOperationException">Who handles updates is configured already.</exception>
    public TelegramBotBuilder Receive(Func<Update, IServiceProvider, CancellationToken, ValueTask> receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return By(services => BotReceiver.Scoped(services, scope => new ScopedDelegate(receiver, scope)));
    }

    /// <summary>
    /// A new <see cref="FlowsUpdatesFilter"/> handles the updates. It is a service too, and <c>allowed_updates</c> asks
    /// for what has subscribers when the app has started, so other services may subscribe until then.
    /// </summary>
    /// <param name="configure">Subscribes; called once. The services are the app's, not those of a scope.</param>
    /// <exception cref="InvalidOperationException">Who handles updates is configured already.</exception>
    public TelegramBotBuilder ReceiveWithFlows(Action<FlowsUpdatesFilter, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        FlowsUpdatesFilter Make(IServiceProvider services) => new(flows => configure(flows, services));
        if (Name is null)
            Services.AddSingleton(Make);
        else
            Services.AddKeyedSingleton(Name, (services, _) => Make(services));
        return By(services => _plan.Find<FlowsUpdatesFilter>(services)!.AsUpdateReceiver);
    }

    /// <summary>
    /// Called with everything that goes wrong, the receiver's own exceptions included; from several threads at once.
    /// What it throws is logged and goes no further.
    /// </summary>
    public TelegramBotBuilder OnError(Action<WebhookException> onError)
    {
        ArgumentNullException.ThrowIfNull(onError);
        _plan.OnError += onError;
        return this;
    }

    private TelegramBotBuilder From(Func<BotSourceContext, IBotSource> source)
    {
        if (_plan.Source is not null)
            throw new InvalidOperationException($"How the updates of {_plan.Shown} come is configured already. Use one of UseWebhook, UseWebhookServer and UseLongPolling.");
        _plan.Source = source;
        return this;
    }

    private TelegramBotBuilder By(Func<IServiceProvider, UpdateReceiver> receiver)
    {
        if (_plan.Receiver is not null)
            throw new InvalidOperationException($"Who handles the updates of {_plan.Shown} is configured already. Call one of the Receive methods, once.");
        _plan.Receiver = receiver;
        return this;
    }

    private sealed class ScopedDelegate(
        Func<Update, IServiceProvider, CancellationToken, ValueTask> receiver, IServiceProvider scope) : IUpdateReceiver
    {
        public ValueTask Receive(Update update, CancellationToken cancellationToken) =>
            receiver(update, scope, cancellationToken);
    }
}
