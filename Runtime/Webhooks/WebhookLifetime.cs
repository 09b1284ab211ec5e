using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// One webhook from its checks to its end, whoever listens for it: a server of its own or a route of somebody's app,
/// with a bot that registers it or without. Each step is one method; they are called in the order in which they stand
/// here.
/// </summary>
internal sealed class WebhookLifetime : IAsyncDisposable
{
    private readonly WebhookPipelineSettings _settings;
    private readonly SetWebhook? _asked;
    private readonly RegistrationPreflight? _preflight;
    private readonly ILogger _logger;
    private readonly StartUndo _undo;
    private WebhookPipeline? _pipeline;

    // The certificate of what ends TLS in front of the server; null where none was uploaded for it.
    private byte[]? _uploaded;

    /// <param name="settings">What the webhook is made of.</param>
    /// <param name="asked">The registration that is wanted; null without a bot.</param>
    /// <param name="problems">Gets what the checks find.</param>
    public WebhookLifetime(WebhookPipelineSettings settings, SetWebhook? asked, StartProblems problems)
    {
        (_settings, _asked) = (settings, asked);
        _logger = settings.LoggerFactory.CreateLogger(WebhookLog.Category);
        _undo = new StartUndo(_logger);
        if (settings.Bot is { } bot && asked is not null)
            _preflight = new RegistrationPreflight(bot, asked, settings.SecretToken, problems, _logger);
    }

    /// <summary>What Telegram is told; null without a bot, and before it is prepared.</summary>
    public WebhookRegistration? Registration { get; private set; }

    /// <summary>What Telegram's account of the webhook is compared with; null before the registration.</summary>
    public WebhookExpectation? Expectation { get; private set; }

    /// <summary>Whether updates are taken.</summary>
    public bool TakesUpdates => _pipeline is { Endpoint.IsDraining: false };

    /// <summary>Why the last update was not kept; null when it was.</summary>
    public string? Refusal => _pipeline?.Refusal;

    /// <summary>What Telegram is asked through; null without a bot, and before it is registered.</summary>
    public WebhookInfoReader? Telegram { get; private set; }

    /// <summary>The open inbox; null with <see cref="UpdateInbox.None"/>, and before it is open.</summary>
    public IUpdateInbox? Inbox => _pipeline?.Inbox;

    /// <summary>What is being handled now, the longest first.</summary>
    public IReadOnlyList<RunningUpdate> Running => _pipeline?.Running ?? [];

    /// <summary>Whether no secret token tells Telegram from anybody else.</summary>
    public bool AcceptsAnySender => _pipeline is { Endpoint.AcceptsAnySender: true };

    /// <summary>
    /// 1. What can be known without the key: Telegram's rules, and whether the URL leads to what is listened on.
    /// </summary>
    /// <param name="target">What is listened on; null where that is an app's matter.</param>
    /// <param name="path">The path that is listened on; null when it is unknown.</param>
    /// <param name="tlsEndsAtProxy">Whether Telegram sees a proxy's certificate.</param>
    public void CheckRequest(WebhookTarget? target, WebhookPath? path, bool tlsEndsAtProxy) =>
        _preflight?.CheckRequest(target, path, tlsEndsAtProxy);

    /// <summary>2. Completes the registration, and checks what needs the key and the host's addresses.</summary>
    /// <param name="served">The certificate that Telegram sees; null when it is not known here.</param>
    /// <param name="lookup">Finds the host's addresses.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task PrepareRegistration(
        ServerCertificate? served, HostLookup lookup, CancellationToken cancellationToken)
    {
        if (_preflight is null)
            return;
        var now = _settings.Time.GetUtcNow();
        Registration = WebhookRegistration.Prepare(
            _settings.Bot!, _asked!, _settings.SecretToken, _settings.Receiver, served, now);
        _preflight.CheckCertificate(Registration.Request, served, now);
        // What is served is watched where it is loaded. One that cannot be read is among the problems.
        if (served is null && _asked!.Certificate is { IsFile: true })
            _uploaded = _preflight.Checked;
        await _preflight.LookUpHost(lookup, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>3. All checks are passed: logs what they warn of.</summary>
    /// <param name="servedPort">The port that is listened on; null where that is an app's matter.</param>
    public void LogWarnings(int? servedPort) => _preflight?.LogWarnings(servedPort);

    /// <summary>4. Opens the inbox; from here on updates are taken, and nothing is handed out yet.</summary>
    /// <param name="name">What a default inbox is named after.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="WebhookStartException">The inbox cannot be opened.</exception>
    public async Task Open(string name, CancellationToken cancellationToken) =>
        _pipeline = _undo.Opened(
            await WebhookPipeline.Open(_settings, name, Registration, cancellationToken).ConfigureAwait(false));

    /// <summary>5. Tells Telegram.</summary>
    /// <exception cref="WebhookRegistrationException">Telegram refused, or could not be reached.</exception>
    public async Task Register(CancellationToken cancellationToken)
    {
        if (Registration is null)
            return;
        // Others may have subscribed to a filter's flows since the checks.
        Registration = Registration.AskFor(_settings.Receiver, _asked!);
        var since = _settings.Time.GetUtcNow();
        await Registration.Register(_logger, cancellationToken).ConfigureAwait(false);
        Expectation = WebhookExpectation.Of(Registration.Request, since);
    }

    /// <summary>Whether Telegram, as it was told, accepts the first certificate and refuses the second.</summary>
    public bool MustRegister(ServerCertificate old, ServerCertificate next) =>
        Registration!.MustRegister(old, next, _settings.Time.GetUtcNow());

    /// <summary>Tells Telegram of a renewed certificate; from then on its account is compared with that.</summary>
    public Task RegisterRenewed(
        ServerCertificate renewed, Func<ServerCertificate, DateTimeOffset, bool> isPublic,
        CancellationToken cancellationToken) =>
        RegisterAgain(Registration!.With(renewed, isPublic, _settings.Time.GetUtcNow()), renewed, cancellationToken);

    /// <summary>6. Begins to hand updates to the receiver.</summary>
    public void Deliver() => _pipeline!.Start();

    /// <summary>
    /// 7. Looks now and then whether Telegram reaches the webhook, and whether it is still the one that was asked for.
    /// </summary>
    public void LookLater()
    {
        if (Registration is null)
            return;
        Telegram = _undo.Opened(
            Registration.CheckLater(Expectation!, _pipeline!.Inbox, _pipeline.Errors, _settings.Time, _logger)).Reader;
        _undo.Opened(Registration.WatchAllowedUpdates(_settings.Receiver, _logger));
        if (_uploaded is not null)
        {
            _undo.Opened(new UploadedCertificateWatch(
                _uploaded,
                () => RegistrationPreflight.Uploaded(_asked!)!,
                (content, token) => RegisterAgain(Registration!.With(content), renewed: null, token),
                _pipeline.Errors,
                _settings.Time,
                _logger));
        }
    }

    /// <summary>Answers a request for a path that may be this webhook's or not.</summary>
    public Task Handle(HttpContext context, WebhookPath path) => _pipeline!.Endpoint.Handle(context, path);

    /// <summary>Answers a POST to this webhook's path; with 503 while there is no inbox.</summary>
    public Task HandlePost(HttpContext context)
    {
        if (_pipeline is { } pipeline)
            return pipeline.Endpoint.HandlePost(context);
        WebhookEndpoint.AskToRetry(context.Response);
        return Task.CompletedTask;
    }

    /// <summary>From now on every update is refused with 503.</summary>
    public void Refuse() => _pipeline?.Endpoint.Drain();

    /// <summary>
    /// 1. Refuses new updates, 2. lets handlers finish or cancels them, 3. has the port closed, 4. closes the inbox and
    /// the rest. Every step is taken, whatever the ones before it threw; the first failure is thrown at the end.
    /// </summary>
    /// <param name="time">How long handlers may go on.</param>
    /// <param name="closePort">Closes the port; null where the app does.</param>
    /// <param name="endAtOnce">Ends the patience at once.</param>
    public async Task Stop(DrainTime time, Func<Task>? closePort, CancellationToken endAtOnce)
    {
        if (_pipeline is not { } pipeline)
            return;
        WebhookLog.Draining(_logger, time.Patience);
        var steps = new StopSteps();
        await steps.Take(() => pipeline.Drain(time, endAtOnce)).ConfigureAwait(false);
        if (closePort is not null)
            await steps.Take(closePort).ConfigureAwait(false);
        await steps.Take(() => pipeline.DisposeAsync().AsTask()).ConfigureAwait(false);
        WebhookLog.Stopped(_logger);
        foreach (var other in _undo.Keep(except: [pipeline]))
            await steps.Take(() => StartUndo.Close(other).AsTask()).ConfigureAwait(false);
        steps.ThrowIfAny();
    }

    /// <summary>
    /// Closes what a start has opened, without a drain. Nothing is left to close after <see cref="Stop"/>.
    /// </summary>
    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    private async Task RegisterAgain(
        WebhookRegistration registration, ServerCertificate? renewed, CancellationToken cancellationToken)
    {
        var since = _settings.Time.GetUtcNow();
        await registration.RegisterRenewed(renewed, since, _logger, cancellationToken).ConfigureAwait(false);
        Registration = registration;
        Expectation = WebhookExpectation.Of(registration.Request, since);
        if (Telegram is { } reader)
            reader.Expected = Expectation;
    }
}
