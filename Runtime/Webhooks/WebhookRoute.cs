using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A pipeline that lives and dies with an ASP.NET Core app: opened when the app has started or at the first update, drained
/// while the app stops.
/// </summary>
internal sealed class WebhookRoute
{
    private readonly Func<string, WebhookPipelineSettings> _settings;
    private readonly TimeSpan _shutdownTimeout;
    private readonly ILogger _logger;
    private readonly RefusalSummary _refusals;
    private readonly Action _locateAll;
    private readonly Lazy<Task<WebhookPipeline?>> _pipeline;

    // Set on the way to the receiver, so that a stop which a handler asks for is told from any other.
    private readonly AsyncLocal<bool> _isHandling = new();
    private readonly Lazy<Task> _drained;
    private string _path = "";

    public WebhookRoute(Func<string, WebhookPipelineSettings> settings, TimeSpan shutdownTimeout, ILogger logger, RefusalSummary refusals, IHostApplicationLifetime lifetime, Action locateAll)
    {
        _refusals = refusals;
        _settings = settings;
        _shutdownTimeout = shutdownTimeout;
        _logger = logger;
        _locateAll = locateAll;
        _pipeline = new Lazy<Task<WebhookPipeline?>>(Open);
        _drained = new Lazy<Task>(() => Task.Run(Drain));
        lifetime.ApplicationStarted.Register(() => _ = _pipeline.Value);
        // Not Register: it would run the callback in the context of now, where no handler asks for anything.
        lifetime.ApplicationStopping.UnsafeRegister(static route => ((WebhookRoute)route!).DrainBeforeTheAppStops(), this);
        lifetime.ApplicationStopped.UnsafeRegister(static route => ((WebhookRoute)route!).WaitUntilDrained(), this);
    }

    /// <summary>The whole path of the route, as routing puts it together.</summary>
    public void Locate(string? pattern) => _path = "/" + pattern?.Trim('/');

    private string ShownPath => Types.WebhookUrl.MaskedPath(_path);

    public async Task Handle(HttpContext context)
    {
        if (await _pipeline.Value.ConfigureAwait(false) is { } pipeline)
        {
            _isHandling.Value = true;
            await pipeline.Endpoint.HandlePost(context).ConfigureAwait(false);
            return;
        }

        // Telegram keeps the updates until somebody has fixed what the log says.
        WebhookEndpoint.AskToRetry(context.Response);
    }

    private async Task<WebhookPipeline?> Open()
    {
        try
        {
            // The default inbox is named after the path: found too late, every route would take the same file.
            _locateAll();
            // A group's own pattern is known only now.
            if (RoutePattern.Problems(_path).FirstOrDefault() is { } problem)
                throw new WebhookStartException(problem);
            var pipeline = await WebhookPipeline.Open(_settings(_path), CancellationToken.None).ConfigureAwait(false);
            _isHandling.Value = true;
            pipeline.Start();
            WebhookLog.Listening(_logger, ShownPath);
            if (pipeline.Endpoint.AcceptsAnySender)
                WebhookLog.NoSecretToken(_logger, ShownPath, nameof(WebhookRouteOptions));
            return pipeline;
        }
        catch (Exception e)
        {
            WebhookLog.RouteUnusable(_logger, ShownPath, e);
            return null;
        }
    }

    // A route is added when the app is built already, so no hosted service can be. Callbacks of the lifetime are the one place that
    // holds the app's end up, and only by blocking their thread. Here the rest of the app is still there for the handlers; but the thread
    // of a handler that stops the app must not wait for that very handler.
    private void DrainBeforeTheAppStops()
    {
        _ = _drained.Value;
        if (!_isHandling.Value)
            WaitUntilDrained();
    }

    private void WaitUntilDrained()
    {
        using var drained = new ManualResetEventSlim();
        _ = _drained.Value.ContinueWith(_ => drained.Set(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        drained.Wait();
    }

    private async Task Drain()
    {
        if (!_pipeline.IsValueCreated || await _pipeline.Value.ConfigureAwait(false) is not { } pipeline)
            return;
        try
        {
            WebhookLog.Draining(_logger, _shutdownTimeout);
            await pipeline.Drain(_shutdownTimeout, CancellationToken.None).ConfigureAwait(false);
            await pipeline.DisposeAsync().ConfigureAwait(false);
            _refusals.Dispose();
            WebhookLog.Stopped(_logger);
        }
        catch (Exception e)
        {
            WebhookLog.RouteNotClosed(_logger, ShownPath, e);
        }
    }
}
