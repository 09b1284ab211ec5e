using System.Globalization;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Delivery by way of an inbox: an update is acknowledged when it is kept, and handled afterwards.</summary>
internal sealed class InboxDelivery : UpdateDelivery
{
    // Telegram waits no longer between two tries.
    private static readonly TimeSpan SentAgainWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RefusalsEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OutagesEvery = TimeSpan.FromSeconds(1);

    private readonly IUpdateInbox _inbox;
    private readonly DeliveryWorkers _workers;
    private readonly HandlerWatch _watch;
    private readonly UpdateTelemetry _telemetry;
    private readonly DeliveryGauges? _gauges;
    private readonly ErrorReporter _errors;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Task? _stop;
    private long? _lastReport;
    private long _unreported;
    private volatile RefusedUpdate? _refused;
    private volatile bool _stopping;

    public InboxDelivery(IUpdateInbox inbox, DeliverySettings settings)
    {
        _inbox = inbox;
        _errors = settings.Errors;
        _time = settings.Time;
        var logger = new UnfailingLogger(settings.Loggers.CreateLogger("Telegram.Webhooks.Runtime.Delivery"));
        _watch = new HandlerWatch(settings.Options.WarnAfter, _time, logger);
        var policy = new FailurePolicy(settings.Options, new Backoff(settings.Options, settings.Random), _errors);
        var transitions = new ClaimTransitions(inbox, _errors, _time, logger);
        var handler = new ClaimHandler(
            settings, new ReceiverRun(settings, _watch, logger), policy, transitions, logger);
        _telemetry = settings.Telemetry;
        if (settings.Name is { } name) _gauges = new DeliveryGauges(inbox, () => _watch.Count, _telemetry, name, _time);
        _workers = new DeliveryWorkers(inbox, handler, settings.Options.MaxConcurrency, _errors, _time, logger);
    }

    public override IUpdateInbox Inbox => _inbox;

    public override IReadOnlyList<RunningUpdate> Running => _watch.List();

    public override string? Refusal =>
        _refused is { } refused && _time.GetElapsedTime(refused.At) < SentAgainWithin ? refused.Reason : null;

    public override async ValueTask<AcceptOutcome> Accept(UpdateEnvelope update, CancellationToken cancellationToken)
    {
        if (_stopping) return AcceptOutcome.Unavailable;
        var receiving = _telemetry.Receive(update);
        var outcome = AcceptOutcome.Unavailable;
        try
        {
            outcome = Outcome(update, await _inbox.Append(update, cancellationToken).ConfigureAwait(false));
            if (_refused is not null) _refused = null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            ReportRefusal(update, error);
        }
        finally
        {
            _telemetry.Received(receiving, update, outcome);
        }

        return outcome;
    }

    public override async ValueTask<IReadOnlyList<AcceptOutcome>> Accept(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken)
    {
        var outcomes = new AcceptOutcome[updates.Count];
        Array.Fill(outcomes, AcceptOutcome.Unavailable);
        if (_stopping || updates.Count == 0) return outcomes;
        var receiving = _telemetry.Receive(updates);
        try
        {
            var results = await _inbox.Append(updates, cancellationToken).ConfigureAwait(false);
            _refused = null;
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Outcome(updates[i], results[i]);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            ReportRefusal(updates[0], error);
        }
        finally
        {
            _telemetry.Received(receiving, updates, outcomes);
        }

        return outcomes;
    }

    public override void Start() => _workers.Start();

    public override Task Stop(DrainTime time, CancellationToken cancellationToken = default)
    {
        lock (_gate) return _stop ??= StopOnce(time, cancellationToken);
    }

    private async Task StopOnce(DrainTime time, CancellationToken cancellationToken)
    {
        _stopping = true;
        // An inbox that keeps nothing is emptied as far as time allows; any other hands out what it holds at the next
        // start.
        if (_inbox.WhenSafeToClose(cancellationToken) is { IsCompleted: false } emptied)
        {
            var began = _time.GetTimestamp();
            await emptied.WaitAsync(time.Patience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            time = time.Less(_time.GetElapsedTime(began));
        }

        await _workers.Stop(time, cancellationToken).ConfigureAwait(false);
        _workers.Dispose();
        _watch.Dispose();
        _gauges?.Dispose();
        await _inbox.DisposeAsync().ConfigureAwait(false);
    }

    private AcceptOutcome Outcome(UpdateEnvelope update, AppendResult result)
    {
        if (result == AppendResult.Duplicate) return AcceptOutcome.Duplicate;
        if (update.Fault is null) return AcceptOutcome.Accepted;
        _errors.Report(new WebhookException(WebhookStage.Decoding, update.Fault) { UpdateId = update.UpdateId, Outcome = WebhookErrorOutcome.Buried });
        return AcceptOutcome.Undecodable;
    }

    // A disk that is full refuses thousands of updates a second, and may be full for hours: an outage is reported when
    // it begins and once a minute while it lasts.
    private void ReportRefusal(UpdateEnvelope update, Exception error)
    {
        long unreported;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var every = _refused is null ? OutagesEvery : RefusalsEvery;
            _refused = new RefusedUpdate(error.Message, now);
            if (_lastReport is { } last && _time.GetElapsedTime(last, now) < every)
            {
                _unreported++;
                return;
            }

            _lastReport = now;
            (unreported, _unreported) = (_unreported, 0);
        }

        var others = unreported == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {unreported:N0} more were refused since the last report.");
        _errors.Report(new WebhookException(WebhookStage.Storing, $"The update was not kept: {error.Message}{others}", error)
        {
            UpdateId = update.UpdateId,
            Outcome = WebhookErrorOutcome.SentAgainByTelegram,
        });
    }

    private sealed record RefusedUpdate(string Reason, long At);
}
