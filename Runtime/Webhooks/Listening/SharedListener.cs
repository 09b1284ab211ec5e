using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A port, its key and its Kestrel, and the servers that listen there. Made by the first of them, whose settings count.
/// </summary>
/// <remarks>
/// What changes it is called by <see cref="WebhookListener"/>, one after another; requests read it meanwhile.
/// </remarks>
internal sealed class SharedListener : IAsyncDisposable
{
    // Handlers are done when the port is closed, so what still runs on a connection is an answer on its way out.
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly ListenerSettings _first;
    private readonly ILogger _logger;
    private volatile ListenerSeat[] _seats = [];
    private KestrelListener? _kestrel;
    private Exception? _broken;

    public SharedListener(ListenerSettings first)
    {
        _first = first;
        _logger = first.LoggerFactory.CreateLogger(WebhookLog.Category);
        Refusals = new RefusalSummary(_logger, first.Time);
    }

    public RefusalSummary Refusals { get; }

    public ServerCertificateSource? Certificate { get; private set; }

    public ReservedPort? Port { get; private set; }

    public CancellationToken Stopped => _kestrel?.Stopped ?? CancellationToken.None;

    /// <summary>Why a server cannot listen together with those that are there.</summary>
    public IEnumerable<string> ProblemsWith(ListenerSettings other)
    {
        if (_seats.Length == 0)
            yield break;
        var (mine, theirs) = (_first.Target, other.Target);
        if (!string.Equals(mine.Host, theirs.Host, StringComparison.OrdinalIgnoreCase) || (mine.Port != theirs.Port && Port?.Port != theirs.Port))
        {
            yield return $"The shared listener is on {mine.Host}, port {mine.Port}, and this bot asks for {theirs.Host}, port {theirs.Port}. "
                + "Give all bots that share it the same host and port.";
        }

        if (!ReferenceEquals(mine.PrivateKeyConfig, theirs.PrivateKeyConfig))
            yield return "The shared listener has another privateKeyConfig. One port has one key: give all bots that share it the same object, or null.";
        if (_first.Options.MaxConnections != other.Options.MaxConnections
            || !(_first.Options.TrustedProxies ?? []).SequenceEqual(other.Options.TrustedProxies ?? [])
            || _first.Options.ConfigureKestrel != other.Options.ConfigureKestrel)
        {
            yield return "The shared listener has other MaxConnections, TrustedProxies or ConfigureKestrel. They concern the port: give all bots that share it the same.";
        }

        if (other.Path is { } path && _seats.Any(seat => seat.Settings.Path?.ToString() == path.ToString()))
            yield return "Two bots that share a listener have the same sub-route, so one of them would get the updates of both. Give each its own.";
        if (other.Options.HealthPath is { } health
            && _seats.Any(seat => seat.Settings.Options.HealthPath?.Trim('/') == health.Trim('/')))
            yield return "Two bots that share a listener have the same HealthPath. Give each its own.";
    }

    public void Add(ListenerSeat seat) => _seats = [.. _seats, seat];

    /// <summary>Whether it was the last one.</summary>
    public bool Remove(ListenerSeat seat) => (_seats = [.. _seats.Where(other => other != seat)]).Length == 0;

    public void LoadKey(StartProblems problems)
    {
        if (Certificate is not null || _first.Target.PrivateKeyConfig is not { } config)
            return;
        try
        {
            Certificate = ServerCertificateSource.Open(config, _first.Time,
                _first.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls"), ReportCertificate);
        }
        catch (WebhookKeyStoreException unusable)
        {
            problems.Add(unusable);
        }
    }

    public async Task Reserve(StartProblems problems, CancellationToken cancellationToken)
    {
        if (Port is not null)
            return;
        try
        {
            Port = await ReservedPort.Listen(
                _first.Target.Host, _first.Target.Port, cancellationToken).ConfigureAwait(false);
        }
        catch (WebhookStartException unusable)
        {
            problems.Add(unusable);
        }
    }

    public void RegisterRenewals() => Certificate?.RegisterRenewals(
        (old, next) => Renewals.Any(renewal => renewal.IsNeeded(old, next)), RegisterRenewed);

    public async Task Start(CancellationToken cancellationToken)
    {
        if (_broken is not null)
            throw new WebhookStartException(
                $"The shared listener could not be started for another bot: {_broken.Message}", _broken);
        if (_kestrel is not null)
            return;
        Action<ListenOptions>? useTls = Certificate is null
            ? null
            : new TlsEndpoint(Certificate, _first.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Tls")).AddTo;
        try
        {
            _kestrel = await KestrelListener.Start(
                Port!, Dispatch, _first, useTls, Refusals, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            // What has listened is closed with it.
            _broken = cause;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var steps = new StopSteps();
        if (_kestrel is { } kestrel)
        {
            using var patience = new CancellationTokenSource(ClosePatience);
            await steps.Take(() => kestrel.Stop(patience.Token)).ConfigureAwait(false);
            await steps.Take(() => kestrel.DisposeAsync().AsTask()).ConfigureAwait(false);
        }

        foreach (var part in new object?[] { Port, Certificate, Refusals })
        {
            if (part is not null)
                await steps.Take(() => StartUndo.Close(part).AsTask()).ConfigureAwait(false);
        }

        steps.ThrowIfAny();
    }

    private IEnumerable<CertificateRenewal> Renewals =>
        _seats.Select(seat => seat.Renewal).OfType<CertificateRenewal>();

    /// <summary>
    /// Registers it for every bot, whatever becomes of the others: one that Telegram refuses must not cut them off.
    /// </summary>
    private async Task RegisterRenewed(ServerCertificate renewed, CancellationToken cancellationToken)
    {
        var registered = 0;
        List<Exception> failures = [];
        foreach (var renewal in Renewals)
        {
            try
            {
                await renewal.Register(renewed, cancellationToken).ConfigureAwait(false);
                registered++;
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(failed);
            }
        }

        if (failures.Count == 0)
            return;
        if (registered == 0)
            ExceptionDispatchInfo.Throw(failures[0]);
        throw new PartlyRegisteredException(
            $"The renewed certificate could not be registered for {failures.Count} of {failures.Count + registered} bots. "
            + failures[0].Message,
            failures[0]);
    }

    private Task Dispatch(HttpContext context)
    {
        foreach (var seat in _seats)
        {
            if (seat.Path.Matches(context.Request.Path.Value))
                return seat.Handle(context);
        }

        foreach (var seat in _seats)
        {
            if (seat.Health is { } health && health.Matches(context.Request.Path.Value))
                return health.Answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private void ReportCertificate(Exception cause)
    {
        foreach (var seat in _seats)
            seat.Settings.OnCertificateFailure(cause);
    }
}
