using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>Bots as services of an app: ASP.NET Core or the Generic Host.</summary>
public static class TelegramBotServiceExtensions
{
    /// <summary>Adds a bot whose settings are a section of the configuration.</summary>
    /// <param name="services">The app's services. They get <see cref="ITelegramBot"/>, <see cref="TelegramBot"/> and
    /// <see cref="WebhookInbox"/>.</param>
    /// <param name="configuration">The section, such as <c>builder.Configuration.GetSection("Telegram")</c>. See
    /// <see cref="TelegramBotSettings"/> for its keys; unknown ones are reported at the start.</param>
    /// <exception cref="InvalidOperationException">There is a bot without a name already.</exception>
    public static TelegramBotBuilder AddTelegramBot(this IServiceCollection services, IConfiguration configuration) =>
        Add(services, null, configuration);

    /// <summary>Adds a bot whose settings are made by code.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Makes the settings, once, when the app starts.</param>
    /// <inheritdoc cref="AddTelegramBot(IServiceCollection, IConfiguration)" path="/exception"/>
    public static TelegramBotBuilder AddTelegramBot(this IServiceCollection services, Action<TelegramBotSettings> configure) =>
        Add(services, null, configure);

    /// <summary>Adds one of several bots, whose services have its name as their key.</summary>
    /// <inheritdoc cref="AddTelegramBot(IServiceCollection, IConfiguration)"/>
    /// <param name="services">The app's services.</param>
    /// <param name="name">The bot's name in the app.</param>
    /// <param name="configuration">The section.</param>
    /// <exception cref="InvalidOperationException">There is a bot of that name already.</exception>
    public static TelegramBotBuilder AddTelegramBot(
        this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(services, name, configuration);
    }

    /// <summary>Adds one of several bots, whose services have its name as their key.</summary>
    /// <inheritdoc cref="AddTelegramBot(IServiceCollection, Action{TelegramBotSettings})"/>
    /// <param name="services">The app's services.</param>
    /// <param name="name">The bot's name in the app.</param>
    /// <param name="configure">Makes the settings.</param>
    /// <exception cref="InvalidOperationException">There is a bot of that name already.</exception>
    public static TelegramBotBuilder AddTelegramBot(
        this IServiceCollection services, string name, Action<TelegramBotSettings> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(services, name, configure);
    }

    /// <summary>
    /// Lets the app start and stop webhooks that are its routes (<see cref="WebhookRouteExtensions"/>): a route that
    /// cannot be served fails the app's start, and the app's stop waits for handlers. Every <c>AddTelegramBot</c> does
    /// it too.
    /// </summary>
    public static IServiceCollection AddTelegramWebhooks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddSingleton<WebhookRoutes>();
        services.TryAddSingleton<BotRuntimes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TelegramBotsService>());
        return services;
    }

    private static TelegramBotBuilder Add(IServiceCollection services, string? name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, name, settings => TelegramBotSettingsReader.Read(configuration, settings, settings.Unread));
    }

    private static TelegramBotBuilder Add(
        IServiceCollection services, string? name, Action<TelegramBotSettings> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(BotPlan) && (service.ImplementationInstance as BotPlan)?.Name == name))
        {
            throw new InvalidOperationException(name is null
                ? "There is a bot without a name already. Give each of several bots a name: services.AddTelegramBot(\"name\", …)."
                : $"There is a bot '{name}' already.");
        }

        var plan = new BotPlan(name);
        services.AddTelegramWebhooks();
        services.AddSingleton(plan);
        services.AddOptions<TelegramBotSettings>(plan.OptionsName).Configure(configure);
        AddServices(services, name);
        return new TelegramBotBuilder(services, plan, BotHttpClient.Add(services, name));
    }

    // Only the first is the container's to dispose; the others are the same objects under other types.
    private static void AddServices(IServiceCollection services, string? name)
    {
        if (name is null)
        {
            services.AddSingleton(provider => Runtime(provider).Bot);
            services.AddSingleton<ITelegramBot>(provider => provider.GetRequiredService<TelegramBot>());
            services.AddSingleton(provider => Inbox(Runtime(provider)));
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => Runtime(provider).Bot);
            services.AddKeyedSingleton<ITelegramBot>(
                name, (provider, key) => provider.GetRequiredKeyedService<TelegramBot>(key));
            services.AddKeyedSingleton(name, (provider, _) => Inbox(Runtime(provider)));
        }

        BotRuntime Runtime(IServiceProvider provider) => provider.GetRequiredService<BotRuntimes>().Named(name);

        static WebhookInbox Inbox(BotRuntime runtime) => new(() => runtime.Inbox, () => runtime.Running);
    }
}
