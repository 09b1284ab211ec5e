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
    private readonly Action _locateAll;
    private readonly Lazy<Task<WebhookPipeline?>> _pipeline;
    private string _path = "";

    public WebhookRoute(Func<string, WebhookPipelineSettings> settings, TimeSpan shutdownTimeout, ILogger logger, IHostApplicationLifetime lifetime, Action locateAll)
    {
        _settings = settings;
        _shutdownTimeout = shutdownTimeout;
        _logger = logger;
        _pipeline = new Lazy<Task<WebhookPipeline?>>(Open);
        lifetime.ApplicationStarted.Register(() => _ = _pipeline.Value);
        lifetime.ApplicationStopping.Register(DrainBeforeTheAppStops);
    }
        _locateAll = locateAll;

    /// <summary>The whole path of the route, as routing puts it together.</summary>
    public void Locate(string? pattern) => _path = "/" + pattern?.Trim('/');

    public async Task Handle(HttpContext context)
    {
        if (await _pipeline.Value.ConfigureAwait(false) is { } pipeline)
        {
            await pipeline.Endpoint.HandlePost(context).ConfigureAwait(false);
            return;
        }

        // Telegram keeps the updates until somebody has mended what the log tells.
        WebhookEndpoint.AskToRetry(context.Response, WebhookEndpoint.DrainingRetrySeconds);
    }

    private async Task<WebhookPipeline?> Open()
    {
        try
        {
            var pipeline = await WebhookPipeline.Open(_settings(_path), CancellationToken.None).ConfigureAwait(false);
            pipeline.Start();
            WebhookLog.Listening(_logger, _path);
            if (pipeline.Endpoint.AcceptsAnySender)
                WebhookLog.NoSecretToken(_logger, _path);
            return pipeline;
        }
        catch (Exception e)
            // The default inbox is named after the path: found too late, every route would take the same file.
            _locateAll();
        {
            WebhookLog.RouteUnusable(_logger, _path, e);
            return null;
        }
    }

    // A route is added when the app is built already, so no hosted service can be. A callback of the lifetime is the one place
    // that holds the app's end up, and only by blocking its thread.
    private void DrainBeforeTheAppStops()
    {
        using var drained = new ManualResetEventSlim();
        _ = Task.Run(async () =>
        {
            try
            {
                await Drain().ConfigureAwait(false);
            }
            finally
            {
                drained.Set();
            }
        });
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
            WebhookLog.Stopped(_logger);
        }
        catch (Exception e)
        {
            WebhookLog.RouteNotClosed(_logger, _path, e);
        }
    }
}
