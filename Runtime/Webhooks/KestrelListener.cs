using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Kestrel on a port that already listens, with one request handler and nothing else: no configuration files, no
/// environment variables, no signal handling of its own.
/// </summary>
internal sealed class KestrelListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private KestrelListener(WebApplication app) => _app = app;

    /// <summary>Fires when Kestrel stops, for whatever reason.</summary>
    public CancellationToken Stopped => _app.Lifetime.ApplicationStopped;

    public static async Task<KestrelListener> Start(
        ReservedPort port,
        Action<ListenOptions>? useTls,
        RequestDelegate handler,
        WebhookServerOptions options,
        ILoggerFactory loggerFactory,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggerFactory);
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = endPoint =>
            endPoint.Equals(port.EndPoint) ? port.Take() : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, options);
            kestrel.Listen(port.EndPoint, listen =>
            {
                listen.Protocols = useTls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                useTls?.Invoke(listen);
            });
            options.ConfigureKestrel?.Invoke(kestrel);
        });

        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new KestrelListener(app);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the port and the idle connections, and waits for running requests until the token fires.</summary>
    public Task Stop(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Limit(KestrelServerOptions kestrel, WebhookServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // Telegram closes an idle connection after 60 s; the receiver must not be the one that does it first.
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    /// <summary>The server is part of somebody's program: signals are that program's, or <see cref="WebhookServer.WaitForShutdown"/>'s.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
