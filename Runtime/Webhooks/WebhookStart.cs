using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Starts a webhook server, with a bot that registers it or without. All or nothing: what a failed start has opened is closed again.</summary>
internal sealed class WebhookStart : IAsyncDisposable
{
    private readonly WebhookTarget _target;
    private readonly WebhookServerOptions _options;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly StartUndo _undo;

    private WebhookStart(WebhookTarget target, WebhookServerOptions options, TelegramBot? bot)
    {
        _target = target;
        _options = options;
        _time = options.TimeProvider ?? bot?.TimeProvider ?? TimeProvider.System;
        var given = options.LoggerFactory ?? bot?.LoggerFactory;
        _loggerFactory = given ?? DefaultLogging.Create();
        _logger = _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Webhooks");
        _undo = new StartUndo(_logger);
        if (given is null)
            _undo.Opened(_loggerFactory);
    }

    /// <summary>
    /// 1. Check every argument and option. 2. Load the key, open the inbox. 3. Preflight, then reserve the port. 4. Register at
    /// Telegram. 5. Start delivery, then Kestrel. 6. Hand out the server, and look later whether Telegram reaches it.
    /// </summary>
    public static async Task<WebhookServer> Run(
        WebhookTarget target, WebhookServerOptions? options, TelegramBot? bot, SetWebhook? setWebhook, CancellationToken cancellationToken)
    {
        options ??= new WebhookServerOptions();
        var path = WebhookArguments.Check(target, options, setWebhook);

        var start = new WebhookStart(target, options, bot);
        await using (start.ConfigureAwait(false))
        {
            var certificate = start.LoadKey();
            var served = options.TlsEndsAtProxy ? null : certificate?.Current;
            var registration = bot is null ? null : WebhookRegistration.Prepare(bot, setWebhook!, options.SecretToken, target.Receiver, served, start._time.GetUtcNow());
            var pipeline = await start.OpenPipeline(bot, registration, cancellationToken).ConfigureAwait(false);

            registration?.Preflight(served, start._time, start._logger);
            var port = start._undo.Opened(await ReservedPort.Listen(target.Host, target.Port, cancellationToken).ConfigureAwait(false));

            var startedAt = start._time.GetUtcNow();
            if (registration is not null)
                await registration.Register(start._logger, cancellationToken).ConfigureAwait(false);
            if (registration is { Uploads: true } && served is not null)
                certificate!.RegisterRenewals((renewed, token) => registration.RegisterRenewed(renewed, start._time, start._logger, token));

            var listener = await start.Serve(pipeline, certificate, port, path, registration, cancellationToken).ConfigureAwait(false);
            if (registration is not null)
            {
                start._undo.Opened(registration.CheckLater(startedAt, pipeline.Errors, start._time, start._logger));
                start._undo.Opened(registration.WatchAllowedUpdates(target.Receiver, start._logger));
            }
            return start.HandOut(pipeline, listener, $"{(certificate is null ? "http" : "https")}://{port.Host}:{port.EndPoint.Port}{path}");
        }
    }

    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    private ServerCertificateSource? LoadKey() =>
        _target.PrivateKeyConfig is { } config
            ? _undo.Opened(ServerCertificateSource.Open(config, _time, _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls"), ReportCertificate))
            : null;

    private async Task<WebhookPipeline> OpenPipeline(TelegramBot? bot, WebhookRegistration? registration, CancellationToken cancellationToken) =>
        _undo.Opened(await WebhookPipeline.Open(
            new WebhookPipelineSettings
            {
                Receiver = _target.Receiver,
                OnError = _target.OnError,
                Inbox = _options.Inbox ?? UpdateInbox.Sqlite(),
                Name = (bot?.Id ?? _target.Port).ToString(System.Globalization.CultureInfo.InvariantCulture),
                BotId = bot?.Id,
                SecretToken = registration?.SecretToken ?? _options.SecretToken,
                AllowedNetworks = _options.AllowedNetworks,
                MaxBodyBytes = _options.MaxBodyBytes,
                MediaGroupsDebounce = _options.MediaGroupsDebounce,
                Delivery = _options.Delivery,
                Time = _time,
                LoggerFactory = _loggerFactory,
            },
            cancellationToken).ConfigureAwait(false));

    /// <summary>Starts delivery, then Kestrel. Should that fail, the caller is told that Telegram goes on sending here.</summary>
    private async Task<KestrelListener> Serve(
        WebhookPipeline pipeline, ServerCertificateSource? certificate, ReservedPort port, WebhookPath path, WebhookRegistration? registration, CancellationToken cancellationToken)
    {
        Action<ListenOptions>? useTls = certificate is null
            ? null
            : new TlsEndpoint(certificate, _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls")).AddTo;
        try
        {
            pipeline.Start();
            return _undo.Opened(await KestrelListener.Start(
                port, useTls, context => pipeline.Endpoint.Handle(context, path), _options, _loggerFactory, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (registration is not null && cancellationToken.IsCancellationRequested)
        {
            registration.LogStaysRegistered(_logger);
            throw;
        }
        catch (Exception cause) when (registration is not null)
        {
            throw registration.StaysRegistered(cause);
        }
    }

    private WebhookServer HandOut(WebhookPipeline pipeline, KestrelListener listener, string url)
    {
        WebhookLog.Listening(_logger, url);
        if (pipeline.Endpoint.AcceptsAnySender)
            WebhookLog.NoSecretToken(_logger, url, nameof(WebhookServerOptions));
        return new WebhookServer(new WebhookServerParts(url, listener, pipeline, _undo.Keep(except: [listener, pipeline]), _options.ShutdownTimeout, _logger));
    }

    private void ReportCertificate(Exception cause)
    {
        // The pipeline's reporter does not exist yet when the key is loaded; reloads fail later, on a timer.
        new Delivery.ErrorReporter(_target.OnError, _logger).Report(new WebhookException(WebhookStage.Certificate, cause.Message, cause));
    }
}
