using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Starts a webhook server, with a bot that registers it or without. All or nothing: what a failed start has opened is closed again.</summary>
internal sealed class WebhookStart : IAsyncDisposable
{
    private readonly WebhookTarget _target;
    private readonly WebhookServerOptions _options;
    private readonly TelegramBot? _bot;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly StartUndo _undo;
    private readonly RefusalSummary _refusals;
    private readonly Redaction _redaction;

    private WebhookStart(WebhookTarget target, WebhookServerOptions options, TelegramBot? bot, SetWebhook? setWebhook)
    {
        _target = target;
        _options = options;
        _bot = bot;
        _time = options.TimeProvider ?? bot?.TimeProvider ?? TimeProvider.System;
        var given = options.LoggerFactory ?? bot?.LoggerFactory;
        _loggerFactory = given ?? DefaultLogging.Create();
        _logger = _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Webhooks");
        _undo = new StartUndo(_logger);
        _redaction = (bot?.Redact() ?? Redaction.OfTokens).With(options.SecretToken, setWebhook?.SecretToken);
        if (given is null)
            _undo.Opened(_loggerFactory);
        _refusals = _undo.Opened(new RefusalSummary(_logger, _time));
    }

    /// <summary>
    /// 1. Check arguments, key and registration and reserve the port; all problems are thrown at once. 2. Open the inbox. 3. Register at Telegram.
    /// 4. Start delivery, then Kestrel. 5. Hand out the server, and look later whether Telegram reaches it.
    /// </summary>
    public static async Task<WebhookServer> Run(
        WebhookTarget target, WebhookServerOptions? options, TelegramBot? bot, SetWebhook? setWebhook, CancellationToken cancellationToken)
    {
        var start = new WebhookStart(target, options ?? new WebhookServerOptions(), bot, setWebhook);
        await using (start.ConfigureAwait(false))
        {
            var ground = await start.Prepare(setWebhook, cancellationToken).ConfigureAwait(false);
            var registration = ground.Registration;
            var pipeline = await start.OpenPipeline(ground, cancellationToken).ConfigureAwait(false);

            var startedAt = start._time.GetUtcNow();
            if (registration is not null)
                await registration.Register(start._logger, cancellationToken).ConfigureAwait(false);
            if (registration is { Uploads: true } && !start._options.TlsEndsAtProxy)
                ground.Certificate?.RegisterRenewals((renewed, token) => registration.RegisterRenewed(renewed, start._time, start._logger, token));

            var listener = await start.Serve(pipeline, ground, cancellationToken).ConfigureAwait(false);
            if (registration is not null)
            {
                start._undo.Opened(registration.CheckLater(startedAt, pipeline.Errors, start._time, start._logger));
                start._undo.Opened(registration.WatchAllowedUpdates(target.Receiver, start._logger));
            }
            return start.HandOut(pipeline, listener, ground);
        }
    }

    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    /// <summary>Everything that can fail without leaving a trace: nothing is written to the disk, and Telegram is not called.</summary>
    private async Task<StartGround> Prepare(SetWebhook? setWebhook, CancellationToken cancellationToken)
    {
        var problems = new StartProblems(_redaction);
        var path = WebhookArguments.Check(_target, _options, setWebhook, _redaction, problems);
        var preflight = _bot is null ? null : new RegistrationPreflight(_bot, setWebhook!, _options.SecretToken, problems, _logger);
        preflight?.CheckRequest(_target, path, _options.TlsEndsAtProxy);
        // A self-signed key is written to a file when there is none yet: not for a start that fails anyway.
        var certificate = problems.Any && _target.PrivateKeyConfig?.Source is SelfSignedSource ? null : LoadKey(problems);

        WebhookRegistration? registration = null;
        if (preflight is not null)
        {
            var served = _options.TlsEndsAtProxy ? null : certificate?.Current;
            registration = WebhookRegistration.Prepare(_bot!, setWebhook!, _options.SecretToken, _target.Receiver, served, _time.GetUtcNow());
            preflight.CheckCertificate(registration.Request, served, _time.GetUtcNow());
            await preflight.LookUpHost(_options.Lookup, cancellationToken).ConfigureAwait(false);
        }

        var port = await Reserve(problems, cancellationToken).ConfigureAwait(false);
        problems.ThrowIfAny();
        preflight?.LogWarnings(port!.Port);
        return new StartGround(path!.Value, certificate, registration, port!);
    }

    private ServerCertificateSource? LoadKey(StartProblems problems)
    {
        if (_target.PrivateKeyConfig is not { } config)
            return null;
        try
        {
            return _undo.Opened(ServerCertificateSource.Open(config, _time, _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls"), ReportCertificate));
        }
        catch (WebhookKeyStoreException unusable)
        {
            problems.Add(unusable);
            return null;
        }
    }

    private async Task<ReservedPort?> Reserve(StartProblems problems, CancellationToken cancellationToken)
    {
        if (!WebhookArguments.IsBindable(_target))
            return null;
        try
        {
            return _undo.Opened(await ReservedPort.Listen(_target.Host, _target.Port, cancellationToken).ConfigureAwait(false));
        }
        catch (WebhookStartException unusable)
        {
            problems.Add(unusable);
            return null;
        }
    }

    private async Task<WebhookPipeline> OpenPipeline(StartGround ground, CancellationToken cancellationToken) =>
        _undo.Opened(await WebhookPipeline.Open(
            new WebhookPipelineSettings
            {
                Receiver = _target.Receiver,
                OnError = _target.OnError,
                Inbox = _options.Inbox ?? UpdateInbox.Sqlite(),
                Name = InboxName(ground.Port),
                BotId = _bot?.Id,
                DropPending = ground.Registration?.Request.DropPendingUpdates == true,
                SecretToken = ground.Registration?.SecretToken ?? _options.SecretToken,
                AllowedNetworks = _options.AllowedNetworks,
                MaxBodyBytes = _options.MaxBodyBytes,
                MaxBytesInFlight = _options.MaxBytesInFlight,
                Refusals = _refusals,
                MediaGroupsDebounce = _options.MediaGroupsDebounce,
                Delivery = _options.Delivery,
                Time = _time,
                LoggerFactory = _loggerFactory,
            },
            cancellationToken).ConfigureAwait(false));

    /// <summary>The bot's id, or the real port: asked for any free one, two servers would share a file under the number 0.</summary>
    private string InboxName(ReservedPort port)
    {
        if (_bot is { } bot)
            return bot.Id.ToString(CultureInfo.InvariantCulture);
        if (_target.Port == 0 && !port.IsUnixSocket && _options.Inbox is null)
            WebhookLog.InboxOfAnyPort(_logger, port.Port);
        return ListenAddress.InboxName(_target.Host, port.Port);
    }

    /// <summary>Starts delivery, then Kestrel. Should that fail, the caller is told that Telegram goes on sending here.</summary>
    private async Task<KestrelListener> Serve(WebhookPipeline pipeline, StartGround ground, CancellationToken cancellationToken)
    {
        Action<ListenOptions>? useTls = ground.Certificate is null
            ? null
            : new TlsEndpoint(ground.Certificate, _loggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls")).AddTo;
        try
        {
            pipeline.Start();
            var settings = new ListenerSettings { Options = _options, UseTls = useTls, Refusals = _refusals, Time = _time, LoggerFactory = _loggerFactory };
            return _undo.Opened(await KestrelListener.Start(
                ground.Port, context => pipeline.Endpoint.Handle(context, ground.Path), settings, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ground.Registration is not null && cancellationToken.IsCancellationRequested)
        {
            ground.Registration.LogStaysRegistered(_logger);
            throw;
        }
        catch (Exception cause) when (ground.Registration is not null)
        {
            throw ground.Registration.StaysRegistered(cause);
        }
    }

    private WebhookServer HandOut(WebhookPipeline pipeline, KestrelListener listener, StartGround ground)
    {
        var server = $"{(ground.Certificate is null ? "http" : "https")}://{ground.Port.Authority}";
        var shown = server + Types.WebhookUrl.MaskedPath(ground.Path.ToString());
        WebhookLog.Listening(_logger, shown);
        if (pipeline.Endpoint.AcceptsAnySender)
            WebhookLog.NoSecretToken(_logger, shown, nameof(WebhookServerOptions));
        var parts = new WebhookServerParts(
            _redaction.Clean(server + ground.Path), listener, pipeline, _undo.Keep(except: [listener, pipeline]), _options.ShutdownTimeout, _logger);
        return new WebhookServer(parts);
    }

    private void ReportCertificate(Exception cause)
    {
        // The pipeline's reporter does not exist yet when the key is loaded; reloads fail later, on a timer.
        new ErrorReporter(_target.OnError, _logger).Report(new WebhookException(WebhookStage.Certificate, cause.Message, cause));
    }

    /// <summary>What a start stands on when all checks are passed.</summary>
    private sealed record StartGround(WebhookPath Path, ServerCertificateSource? Certificate, WebhookRegistration? Registration, ReservedPort Port);
}
