using System.Collections.Concurrent;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>The bots of an app: for the hosted service, for routes, and for health checks.</summary>
internal sealed class BotRuntimes : IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<(string Host, int Port), WebhookListener> _listeners = new();

    public BotRuntimes(IEnumerable<BotPlan> plans, IServiceProvider services) =>
        All = [.. plans.Select(plan => new BotRuntime(plan, this, services))];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<BotRuntime> All { get; }

    /// <summary>The bot of that name; null for the one without a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public BotRuntime Named(string? name) => All.FirstOrDefault(bot => bot.Name == name)
        ?? throw new InvalidOperationException(name is null
            ? $"There is no bot without a name. Name one of: {string.Join(", ", All.Select(bot => $"'{bot.Name}'"))}."
            : $"There is no bot '{name}'. Call services.AddTelegramBot(\"{name}\", …).");

    /// <summary>The listener that all bots share which listen there.</summary>
    public WebhookListener ListenerOf(string host, int port) =>
        _listeners.GetOrAdd((host, port), static _ => new WebhookListener());

    /// <summary>Closes what is open, without a drain.</summary>
    public async Task GiveUp()
    {
        foreach (var bot in All)
            await bot.GiveUp().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await GiveUp().ConfigureAwait(false);

    /// <summary>For containers that are not disposed of asynchronously: begins to close.</summary>
    public void Dispose() => _ = GiveUp();
}
