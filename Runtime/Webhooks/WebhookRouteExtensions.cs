using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Webhooks as routes of an existing ASP.NET Core app. TLS, ports, forwarded headers, logging and the clock are the
/// app's.
/// </summary>
public static class WebhookRouteExtensions
{
    /// <summary>Takes updates on this very route: the app itself for the root, or a <c>MapGroup("/path")</c>.</summary>
    /// <param name="route">Where to listen.</param>
    /// <param name="onError">Called with everything that goes wrong, the receiver's own exceptions included; from
    /// several threads at once. What it throws is logged and goes no further.</param>
    /// <param name="receiver">Your code: handles one update, for several chats at once, in order within a chat (an
    /// album when it is complete).</param>
    /// <param name="options">Everything else; null for the defaults. Without a secret token any sender is
    /// accepted.</param>
    /// <returns>The endpoint, for further conventions such as <c>RequireHost</c>.</returns>
    /// <exception cref="WebhookStartException">An option cannot be used.</exception>
    /// <remarks>
    /// The inbox is opened when the app has started. With <c>builder.Services.AddTelegramWebhooks()</c> a failure to do
    /// so fails the app's start, and the app's stop waits for handlers; without it the failure is logged, updates are
    /// answered 503, and handlers that still run when the process ends are run again at the next start.
    /// </remarks>
    public static IEndpointConventionBuilder IncludeWebhookHandlingInRoute(
        this IEndpointRouteBuilder route, Action<WebhookException>? onError, UpdateReceiver receiver, WebhookRouteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(receiver);
        return Map(route, "", onError, receiver, options);
    }

    /// <summary>
    /// The same with flows: a new <see cref="FlowsUpdatesFilter"/> is set up by <paramref name="configure"/> and is the
    /// receiver.
    /// </summary>
    /// <inheritdoc cref="IncludeWebhookHandlingInRoute"/>
    /// <param name="route">Where to listen.</param>
    /// <param name="onError">Called with everything that goes wrong.</param>
    /// <param name="configure">Subscribes to the flows; called once, at once.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    public static IEndpointConventionBuilder IncludeWebhookHandlingInRouteWithFlows(
        this IEndpointRouteBuilder route, Action<WebhookException>? onError, Action<FlowsUpdatesFilter> configure, WebhookRouteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return route.IncludeWebhookHandlingInRoute(
            onError, new FlowsUpdatesFilter(configure).AsUpdateReceiver, options);
    }

    /// <summary>Takes updates under a pattern, in ASP.NET Core's own manner of speaking.</summary>
    /// <inheritdoc cref="IncludeWebhookHandlingInRoute"/>
    /// <param name="endpoints">The app or a group of it.</param>
    /// <param name="pattern">The route pattern, such as "/telegram/webhook_route".</param>
    /// <param name="receiver">Your code.</param>
    /// <param name="onError">Called with everything that goes wrong.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    public static IEndpointConventionBuilder MapTelegramWebhook(
        this IEndpointRouteBuilder endpoints,
        string pattern,
        UpdateReceiver receiver,
        Action<WebhookException>? onError = null,
        WebhookRouteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(receiver);
        return Map(endpoints, pattern, onError, receiver, options);
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string pattern, Action<WebhookException>? onError, UpdateReceiver receiver, WebhookRouteOptions? given)
    {
        var options = given ?? new WebhookRouteOptions();
        WebhookArguments.Check(options, pattern);
        var services = endpoints.ServiceProvider;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var refusals = new RefusalSummary(loggers.CreateLogger(WebhookLog.Category), time);
        var route = new WebhookRoute(
            WebhookPipelineSettings.Of(receiver, onError, options, bot: null, refusals, time, loggers),
            options.ShutdownTimeout,
            // Routing puts its endpoints together when somebody asks for them, by itself not before the first request.
            () => _ = services.GetRequiredService<EndpointDataSource>().Endpoints);
        if (services.GetService<WebhookRoutes>() is { } hosted)
            hosted.Add(route);
        else
            route.LiveWith(services.GetRequiredService<IHostApplicationLifetime>());
        // The secret token is what authenticates; under the app's own policy Telegram would be sent to a login page.
        var endpoint = endpoints.MapPost(pattern, (RequestDelegate)route.Handle).AllowAnonymous();
        endpoint.Finally(builder => route.Locate((builder as RouteEndpointBuilder)?.RoutePattern.RawText));
        return endpoint;
    }
}
