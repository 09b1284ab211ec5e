using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
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
    // What a client sends ahead of its answers. A body may be longer: what is looked at and waits for the rest does not
    // count.
    private const int ReadAhead = 64 * 1024;

    private readonly WebApplication _app;
    private readonly IDisposable _badRequests;

    private KestrelListener(WebApplication app, IDisposable badRequests) => (_app, _badRequests) = (app, badRequests);

    /// <summary>Fires when Kestrel stops, for whatever reason.</summary>
    public CancellationToken Stopped => _app.Lifetime.ApplicationStopped;

    public static async Task<KestrelListener> Start(
        ReservedPort port,
        RequestDelegate handler,
        ListenerSettings settings,
        Action<ListenOptions>? useTls,
        RefusalSummary refusals,
        CancellationToken cancellationToken)
    {
        var options = settings.Options;
        var logger = settings.LoggerFactory.CreateLogger(WebhookLog.Category);
        var limits = new ConnectionLimits(options.MaxConnections, settings.Time, refusals, logger);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(new KestrelLogging(settings.LoggerFactory));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(transport =>
        {
            transport.CreateBoundListenSocket = endPoint => port.Take(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            transport.MaxReadBufferSize = ReadAhead;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel);
            foreach (var endPoint in port.EndPoints)
            {
                kestrel.Listen(endPoint, listen =>
                {
                    // Without TLS a client cannot ask for HTTP/2, and Kestrel speaks HTTP/1.1.
                    listen.Protocols = useTls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                    listen.Use(limits.LimitCount);
                    useTls?.Invoke(listen);
                    listen.Use(limits.LimitSilence);
                });
            }

            options.ConfigureKestrel?.Invoke(kestrel);
        });

        var app = builder.Build();
        if (options.TrustedProxies is not null || port.IsUnixSocket)
            app.UseForwardedHeaders(Forwarded(options));
        app.Run(handler);
        var badRequests = new BadRequestObserver(refusals, logger)
            .Subscribe(app.Services.GetRequiredService<DiagnosticListener>());
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new KestrelListener(app, badRequests);
        }
        catch
        {
            badRequests.Dispose();
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Closes the port and the idle connections, and waits for running requests until the token fires.
    /// </summary>
    public Task Stop(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _badRequests.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The endpoint counts the body itself. Kestrel would count what chunks add to it, and refuse a body of exactly
        // the limit.
        kestrel.Limits.MaxRequestBodySize = null;
        // Behind TLS; the transport's own is another one.
        kestrel.Limits.MaxRequestBufferSize = ReadAhead;
        // The same for HTTP/2, whose own windows of 1 MiB a connection a client fills that reads no answers.
        kestrel.Limits.Http2.InitialConnectionWindowSize = ReadAhead;
        kestrel.Limits.Http2.InitialStreamWindowSize = ReadAhead;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // Telegram closes an idle connection after 60 s; the receiver must not be the one that does it first.
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(90);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
            bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }

    private static ForwardedHeadersOptions Forwarded(WebhookServerOptions options)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor,
            // Through as many proxies as are trusted. On a Unix socket, with no networks named, the last one's word is
            // all that counts.
            ForwardLimit = options.TrustedProxies is null ? 1 : null,
        };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.TrustedProxies ?? [])
            forwarded.KnownIPNetworks.Add(network);
        return forwarded;
    }

    /// <summary>
    /// The server is part of somebody's program: signals are that program's, or
    /// <see cref="WebhookServer.WaitForShutdown"/>'s.
    /// </summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
