using Microsoft.Extensions.DependencyInjection;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>Finds who handles a hosted bot's updates.</summary>
internal static class BotReceiver
{
    /// <summary>
    /// What the program has named; else a filter or a receiver of the container; else null and a problem.
    /// </summary>
    public static UpdateReceiver? Of(BotPlan plan, IServiceProvider services, List<string> problems)
    {
        if (plan.Source is null)
        {
            if (plan.Receiver is not null)
                problems.Add("It is said who handles updates, and not how they come: call UseWebhook(), UseWebhookServer(…) or UseLongPolling().");
            return null;
        }

        if (plan.Receiver is { } named)
            return named(services);
        if (plan.Find<IUpdatesFilter>(services) is { } filter)
            return filter.AsUpdateReceiver;
        if (IsThere<IUpdateReceiver>(plan, services))
            return Scoped(services, scope => plan.Find<IUpdateReceiver>(scope)!);
        problems.Add("Nobody handles the updates: call Receive<T>(), Receive(…) or ReceiveWithFlows(…), or register an IUpdatesFilter or IUpdateReceiver"
            + (plan.Name is null ? "." : $" with the key '{plan.Name}'."));
        return null;
    }

    /// <summary>A receiver that is made anew for each update, in a scope of its own.</summary>
    public static UpdateReceiver Scoped(IServiceProvider services, Func<IServiceProvider, IUpdateReceiver> receiverOf)
    {
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        return async (update, cancellationToken) =>
        {
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
                await receiverOf(scope.ServiceProvider).Receive(update, cancellationToken).ConfigureAwait(false);
        };
    }

    // Without making one: a scoped service is none of the root's.
    private static bool IsThere<T>(BotPlan plan, IServiceProvider services) => plan.Name is null
        ? services.GetService<IServiceProviderIsService>()?.IsService(typeof(T)) == true
        : services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(T), plan.Name) == true;
}
