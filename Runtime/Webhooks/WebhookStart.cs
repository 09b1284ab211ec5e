using System.Globalization;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Starts a webhook server, with a bot that registers it or without. All or nothing: what a failed start has opened is
/// closed again.
/// </summary>
internal sealed class WebhookStart : IAsyncDisposable
{
    private readonly WebhookTarget _target;
    private readonly WebhookServerOptions _options;
    private readonly TelegramBot? _bot;
    private readonly SetWebhook? _setWebhook;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly StartUndo _undo;
    private readonly Redaction _redaction;
    private ListenerSeat? _seat;
    private WebhookLifetime? _webhook;
    private HealthEvaluator? _health;

    public WebhookStart(WebhookTarget target, WebhookServerOptions? options, TelegramBot? bot, SetWebhook? setWebhook)
    {
        _target = target;
        _options = options ?? new WebhookServerOptions();
        _bot = bot;
        _setWebhook = setWebhook;
        _time = _options.TimeProvider ?? bot?.TimeProvider ?? TimeProvider.System;
        var given = _options.LoggerFactory ?? bot?.LoggerFactory;
        _loggerFactory = given ?? DefaultLogging.Create();
        _logger = _loggerFactory.CreateLogger(WebhookLog.Category);
        _undo = new StartUndo(_logger);
        _redaction = (bot?.Redact() ?? Redaction.OfTokens).With(_options.SecretToken, setWebhook?.SecretToken);
        if (given is null)
            _undo.Opened(_loggerFactory);
    }

    /// <summary>The webhook that is being started; null before <see cref="Prepare"/>.</summary>
    public WebhookLifetime? Webhook => _webhook;

    /// <summary>The certificate that is served; null where none is.</summary>
    public ServerCertificate? Certificate => _seat?.Certificate?.Current;

    /// <summary>Both halves, one after the other.</summary>
    public static async Task<WebhookServer> Run(
        WebhookTarget target, WebhookServerOptions? options, TelegramBot? bot, SetWebhook? setWebhook, CancellationToken cancellationToken)
    {
        var start = new WebhookStart(target, options, bot, setWebhook);
        await using (start.ConfigureAwait(false))
        {
            await start.Prepare([], cancellationToken).ConfigureAwait(false);
            return await start.Go(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// 1. Checks arguments, key and registration and reserves the port; all problems are thrown at once. Until then
    /// nothing is written to the disk, and Telegram is not called. 2. Opens the inbox.
    /// </summary>
    /// <param name="known">Problems that are known already.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task Prepare(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var problems = new StartProblems(_redaction);
        problems.AddRange(known);
        await Check(problems, cancellationToken).ConfigureAwait(false);
        problems.ThrowIfAny();
        _webhook!.LogWarnings(_seat!.Port!.Port);
        await _webhook.Open(InboxName(_seat.Port), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// 3. Registers at Telegram. 4. Starts delivery, then Kestrel. 5. Hands out the server, and looks later whether
    /// Telegram reaches it.
    /// </summary>
    public async Task<WebhookServer> Go(CancellationToken cancellationToken)
    {
        await _webhook!.Register(cancellationToken).ConfigureAwait(false);
        if (_webhook.Registration is not null && !_options.TlsEndsAtProxy)
            _seat!.RegisterRenewals(new CertificateRenewal(_webhook, _options.IsPublic));
        await Serve(cancellationToken).ConfigureAwait(false);
        _webhook.LookLater();
        return HandOut();
    }

    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    private async Task Check(StartProblems problems, CancellationToken cancellationToken)
    {
        var path = WebhookArguments.Check(_target, _options, _setWebhook, _redaction, problems);
        var listener = _options.Listener ?? new WebhookListener();
        _seat = _undo.Opened(await listener.Enter(
            new ListenerSettings { Target = _target, Options = _options, Path = path, Time = _time, LoggerFactory = _loggerFactory, OnCertificateFailure = ReportCertificate },
            problems,
            cancellationToken).ConfigureAwait(false));
        _webhook = _undo.Opened(new WebhookLifetime(
            WebhookPipelineSettings.Of(_target, _options, _bot, _seat.Refusals, _time, _loggerFactory), _setWebhook,
            problems));
        _webhook.CheckRequest(_target, path, _options.TlsEndsAtProxy);
        // A self-signed key is written to a file when there is none yet: not for a start that fails anyway.
        if (!problems.Any || _target.PrivateKeyConfig?.Source is not SelfSignedSource)
            await _seat.LoadKey(problems, cancellationToken).ConfigureAwait(false);
        var served = _options.TlsEndsAtProxy ? null : _seat.Certificate?.Current;
        await _webhook.PrepareRegistration(served, _options.Lookup, cancellationToken).ConfigureAwait(false);
        if (WebhookArguments.IsBindable(_target))
            await _seat.Reserve(problems, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The bot's id, or the real port: asked for any free one, two servers would share a file under the number 0.
    /// </summary>
    private string InboxName(ReservedPort port)
    {
        if (_bot is { } bot)
            return bot.Id.ToString(CultureInfo.InvariantCulture);
        if (_target.Port == 0 && !port.IsUnixSocket && _options.Inbox is null)
            WebhookLog.InboxOfAnyPort(_logger, port.Port);
        return ListenAddress.InboxName(_target.Host, port.Port, _options.Listener is null ? null : _seat!.Path);
    }

    /// <summary>
    /// Starts delivery, then Kestrel. Should that fail, the caller is told that Telegram goes on sending here.
    /// </summary>
    private async Task Serve(CancellationToken cancellationToken)
    {
        var (webhook, seat) = (_webhook!, _seat!);
        try
        {
            webhook.Deliver();
            _health = new HealthEvaluator(new HealthSubject
            {
                NotRunning = () => webhook.TakesUpdates ? null : "It is being stopped, or has stopped.",
                Inbox = () => webhook.Inbox,
                Refusal = () => webhook.Refusal,
                Telegram = () => webhook.Telegram,
                Certificate = () => seat.Certificate?.Current,
                Redaction = _redaction,
                Time = _time,
            });
            if (_options.HealthPath is { } health && WebhookPath.TryParse(health, out var healthPath, out _))
                seat.Health = new HealthEndpoint(healthPath, _health);
            await seat.Serve(context => webhook.Handle(context, seat.Path), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (webhook.Registration is not null && cancellationToken.IsCancellationRequested)
        {
            webhook.Registration.LogStaysRegistered(_logger);
            throw;
        }
        catch (Exception cause) when (webhook.Registration is not null)
        {
            throw webhook.Registration.StaysRegistered(cause);
        }
    }

    private WebhookServer HandOut()
    {
        var (webhook, seat) = (_webhook!, _seat!);
        var server = $"{(seat.Certificate is null ? "http" : "https")}://{seat.Port!.Authority}";
        var shown = _redaction.Clean(server) + Types.WebhookUrl.MaskedPath(seat.Path.ToString());
        WebhookLog.Listening(_logger, shown);
        if (webhook.AcceptsAnySender)
            WebhookLog.NoSecretToken(_logger, shown, nameof(WebhookServerOptions));
        var others = _undo.Keep(except: [seat, webhook]);
        return new WebhookServer(new WebhookServerParts(
            _redaction.Clean(server + seat.Path), seat, webhook, _health!, others, _options.ShutdownTimeout, _logger));
    }

    private void ReportCertificate(Exception cause)
    {
        // The pipeline's reporter does not exist yet when the key is loaded; reloads fail later, on a timer.
        new ErrorReporter(_target.OnError, _logger)
            .Report(new WebhookException(WebhookStage.Certificate, cause.Message, cause));
    }
}
