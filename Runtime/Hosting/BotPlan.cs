using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// What a program says of one bot while it puts its services together; <see cref="BotRuntime"/> is what comes of it.
/// </summary>
internal sealed class BotPlan(string? name)
{
    /// <summary>Null for the bot that has none.</summary>
    public string? Name => name;

    /// <summary>The name of its settings at the options system.</summary>
    public string OptionsName => name ?? Options.DefaultName;

    /// <summary>How problems and logs name it.</summary>
    public string Shown => name is null ? "the bot" : $"bot '{name}'";

    /// <summary>How updates come; null for a bot that only sends.</summary>
    public Func<BotSourceContext, IBotSource>? Source { get; set; }

    /// <summary>Whether the app's own server takes the updates, so that a route must be mapped.</summary>
    public bool UsesRoute { get; set; }

    /// <summary>Who handles them; null to ask the container.</summary>
    public Func<IServiceProvider, UpdateReceiver>? Receiver { get; set; }

    /// <summary>Where they are kept; null for what the settings say.</summary>
    public Func<IServiceProvider, UpdateInbox>? Inbox { get; set; }

    /// <summary>Called with what goes wrong.</summary>
    public Action<WebhookException>? OnError { get; set; }

    /// <summary>A service of this bot: a keyed one where the bot has a name.</summary>
    public T? Find<T>(IServiceProvider services)
        where T : class => name is null ? services.GetService<T>() : services.GetKeyedService<T>(name);
}
