using System.Collections.Concurrent;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>The bots of an app: for the hosted service, for routes, and for health checks.</summary>
internal sealed class BotRuntimes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Host, int Port), WebhookListener> _listeners = new();

    public BotRuntimes(IEnumerable<BotPlan> plans, IServiceProvider services) => All = [.. plans.Select(plan => new BotRuntime(plan, this, services))];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<BotRuntime> All { get; }

    /// <summary>The bot of that name; null for the one without a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public BotRuntime Named(string? name) => All.FirstOrDefault(bot => bot.Name == name)
        ?? throw new InvalidOperationException(name is null
            ? $"There is no bot without a name. Name one of: {string.Join(", ", All.Select(bot => $"'{bot.Name}'"))}."
            : $"There is no bot '{name}'. Call services.AddTelegramBot(\"{name}\", …).");

    /// <summary>The listener that all bots share which listen there.</summary>
    public WebhookListener ListenerOf(string host, int port) => _listeners.GetOrAdd((host, port), static _ => new WebhookListener());

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in All)
            await bot.DisposeAsync().ConfigureAwait(false);
    }
}
