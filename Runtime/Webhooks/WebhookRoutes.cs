using System.Collections.Concurrent;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>The webhooks that are routes of an app, for the hosted service that starts and stops them.</summary>
internal sealed class WebhookRoutes
{
    private readonly ConcurrentQueue<WebhookRoute> _routes = new();

    public IReadOnlyCollection<WebhookRoute> All => _routes;

    public void Add(WebhookRoute route) => _routes.Enqueue(route);
}
