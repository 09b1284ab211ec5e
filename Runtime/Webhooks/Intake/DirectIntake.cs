using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// <see cref="UpdateInbox.None"/>: the receiver runs before the answer, and the answer tells how it went, so that
/// Telegram is the queue. A bounded window of ids recognises duplicates.
/// </summary>
internal sealed class DirectIntake : IUpdateIntake
{
    private const int RememberedIds = 10_000;

    // Their notes take up to 256 KiB each, if rarely more than one or two.
    private const int RememberedFailures = 1_000;

    // How long Telegram waits for an answer.
    private static readonly TimeSpan SenderPatience = TimeSpan.FromSeconds(60);

    private readonly RecentUpdates _recent = new(RememberedIds);
    private readonly CancellationTokenSource _drainIsOver = new();
    private readonly CancellationToken _cancelled;
    private readonly UpdateReceiver _receiver;
    private readonly DirectReplies? _replies;
    private readonly DirectNotes _notes = new(RememberedFailures);
    private readonly ReceiverRun _run;
    private readonly UpdateTelemetry _telemetry;
    private readonly IDisposable? _observed;
    private readonly HandlerWatch _watch;
    private readonly SemaphoreSlim _places;
    private readonly DirectMediaGroups? _mediaGroups;
    private readonly ErrorReporter _errors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RunningTasks _albums = new();
    private bool _isDrained;

    public DirectIntake(
        DeliverySettings settings, TimeSpan? mediaGroupsDebounce, ILogger logger, long maxHeldBytes = long.MaxValue)
    {
        _receiver = settings.Receiver;
        _errors = settings.Errors;
        _time = settings.Time;
        _logger = logger;
        if (ResponderReceiver.Of(_receiver) is { } responder)
            _replies = new DirectReplies(responder, _errors);
        _cancelled = _drainIsOver.Token;
        _places = new SemaphoreSlim(settings.Options.MaxConcurrency);
        _watch = new HandlerWatch(settings.Options.WarnAfter, _time, logger);
        _telemetry = settings.Telemetry;
        _observed = settings.Name is { } name
            ? StateTelemetry.ObserveHandlers(() => _watch.Count, _telemetry.BotId, name)
            : null;
        _run = new ReceiverRun(settings, _watch, logger);
        if (mediaGroupsDebounce is { } debounce)
            _mediaGroups = new DirectMediaGroups(
                debounce, (album, bytes) => _albums.Add(HandleAlbum(album, bytes)), _time, maxHeldBytes);
    }

    public IReadOnlyList<RunningUpdate> Running => _watch.List();

    public void Start()
    {
    }

    public ValueTask<IntakeOutcome> Accept(
        ReadOnlyMemory<byte> body, bool senderIsProven, HttpResponse response, CancellationToken cancellationToken)
    {
        Update update;
        try
        {
            update = Update.Parse(body.Span);
        }
        catch (JsonException e)
        {
            return new(Undecodable(e, senderIsProven));
        }

        return UpdateTelemetry.ObservesReceiving
            ? AcceptObserved(update, body, response, cancellationToken)
            : AcceptUnobserved(update, body, response, cancellationToken);
    }

    private ValueTask<IntakeOutcome> AcceptUnobserved(
        Update update, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken cancellationToken) =>
        _recent.TryBegin(update.UpdateId, out var handling)
            ? Handle(update, body, response, cancellationToken)
            : AwaitOther(handling!, cancellationToken);

    private async ValueTask<IntakeOutcome> AcceptObserved(
        Update update, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken cancellationToken)
    {
        var receiving = _telemetry.Receive(update);
        var outcome = IntakeOutcome.Failed;
        try
        {
            return outcome = await AcceptUnobserved(update, body, response, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            var isFailure = outcome is IntakeOutcome.Busy or IntakeOutcome.Failed or IntakeOutcome.BrokenOff;
            _telemetry.Received(receiving, update, NameOf(outcome), isFailure);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The requests of running handlers are waited for by the server, which drains its connections; here it is about
    /// albums, and about time.
    /// </remarks>
    public async Task Drain(DrainTime time, CancellationToken endAtOnce)
    {
        _isDrained = true;
        _mediaGroups?.Close();
        if (await IsIdle(time.Patience, endAtOnce).ConfigureAwait(false))
            return;
        WebhookLog.DrainTimeOver(_logger, time.Patience);
        await _drainIsOver.CancelAsync().ConfigureAwait(false);
        if (!await IsIdle(time.Grace, CancellationToken.None).ConfigureAwait(false))
            WebhookLog.LeftBehind(_logger, time.Grace);
    }

    /// <summary>Drains without patience, if nobody has drained before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDrained)
            await Drain(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        _observed?.Dispose();
        _drainIsOver.Dispose();
        _watch.Dispose();
    }

    private async Task<bool> IsIdle(TimeSpan timeout, CancellationToken endAtOnce)
    {
        var idle = Task.WhenAll(_recent.WhenIdle(), _albums.WhenIdle());
        if (timeout > TimeSpan.Zero)
            await idle.WaitAsync(timeout, _time, endAtOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return idle.IsCompleted;
    }

    private async ValueTask<IntakeOutcome> Handle(
        Update update, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken gone)
    {
        var outcome = IntakeOutcome.Failed;
        try
        {
            var held = _mediaGroups?.Hold(update, body.Length) ?? HoldResult.NotAPart;
            if (held is HoldResult.Refused)
                return outcome = IntakeOutcome.Busy;
            if (held is not HoldResult.NotAPart)
                return outcome = IntakeOutcome.Accepted;
            return outcome = await InTurn(update, body, response, gone).ConfigureAwait(false);
        }
        finally
        {
            // Only now, after the answer: whoever comes again because it broke off must not be told that all is well.
            _recent.Finish(update.UpdateId, outcome is IntakeOutcome.Accepted or IntakeOutcome.Answered);
        }
    }

    /// <summary>
    /// Waits for one of <see cref="DeliveryOptions.MaxConcurrency"/> places and handles the update there.
    /// </summary>
    private async ValueTask<IntakeOutcome> InTurn(
        Update update, ReadOnlyMemory<byte> body, HttpResponse response, CancellationToken gone)
    {
        try
        {
            if (!_places.Wait(0, CancellationToken.None))
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _cancelled);
                await _places.WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The sender does not wait any more, or the server stops: it was not begun, and Telegram sends it again.
            return IntakeOutcome.Busy;
        }

        try
        {
            return await Attempt(update, body, response).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async ValueTask<IntakeOutcome> Attempt(Update update, ReadOnlyMemory<byte> body, HttpResponse response)
    {
        var (said, attempt) = _notes.Take(update.UpdateId);
        try
        {
            var outcome = await _run.Run(
                Stored(update, body), update, said, attempt, isLast: false,
                async token =>
                {
                    if (_replies is not null)
                        return await _replies.Respond(update, response, token).ConfigureAwait(false);
                    await _receiver(update, token).ConfigureAwait(false);
                    return IntakeOutcome.Accepted;
                },
                _cancelled).ConfigureAwait(false);
            _telemetry.Handled(update, outcome is IntakeOutcome.BrokenOff ? HandleOutcome.Retried : HandleOutcome.Completed);
            // An answer that broke off comes again, and the responder with it.
            if (outcome is IntakeOutcome.BrokenOff) _notes.Keep(update.UpdateId, said, attempt);
            else said.Release();
            return outcome;
        }
        catch (Exception e)
        {
            _telemetry.Handled(update, HandleOutcome.Retried);
            _notes.Keep(update.UpdateId, said, attempt);
            _errors.Report(new WebhookException(
                WebhookStage.Handling, $"The receiver failed on {update}; Telegram is answered 500 and sends it again. {ErrorText.Of(e)}", e)
            {
                UpdateId = update.UpdateId,
                Attempt = attempt,
                Outcome = WebhookErrorOutcome.SentAgainByTelegram,
            });
            return IntakeOutcome.Failed;
        }
    }

    private async Task HandleAlbum(Update album, long bytes)
    {
        // Off the timer's and the request's thread: neither waits for the receiver.
        await Task.Yield();
        try
        {
            // Acknowledged already: it is handed out also when the drain is over, if there is a place.
            if (!_places.Wait(0, CancellationToken.None)) await _places.WaitAsync(_cancelled).ConfigureAwait(false);
            try
            {
                var stored = Stored(album, ModelJson.ToUtf8(album));
                await _run.Run(stored, album, new SaidCalls(), number: 1, isLast: true, Receive, _cancelled, [stored]).ConfigureAwait(false);
                _telemetry.Handled(album, HandleOutcome.Completed);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception e)
        {
            _telemetry.Handled(album, HandleOutcome.Dropped);
            _errors.Report(new WebhookException(
                WebhookStage.Handling,
                $"The receiver failed on the album of {album}, whose parts were acknowledged when they came; without an inbox it is lost. {ErrorText.Of(e)}", e)
            {
                UpdateId = album.UpdateId,
                Attempt = 1,
            });
        }
        finally
        {
            _mediaGroups!.Handled(bytes);
        }

        async ValueTask<bool> Receive(CancellationToken token)
        {
            await _receiver(album, token).ConfigureAwait(false);
            return true;
        }
    }

    private StoredUpdate Stored(Update update, ReadOnlyMemory<byte> body) => new()
    {
        Id = update.UpdateId,
        UpdateId = update.UpdateId,
        Kind = update.Type.Value is { Length: > 0 } kind ? kind : null,
        // A copy: a handler may keep its attempt for longer than the request lends its bytes.
        Body = body.ToArray(),
        ReceivedAt = _time.GetUtcNow(),
    };

    private static string NameOf(IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted or IntakeOutcome.Answered => OutcomeNames.Of(AcceptOutcome.Accepted),
        IntakeOutcome.Duplicate => OutcomeNames.Of(AcceptOutcome.Duplicate),
        IntakeOutcome.Busy => OutcomeNames.Of(AcceptOutcome.Unavailable),
        _ => OutcomeNames.Of(AcceptOutcome.Failed),
    };

    // Whoever comes again while the first is being handled gets the first one's answer.
    private async ValueTask<IntakeOutcome> AwaitOther(Task<bool> handling, CancellationToken cancellationToken)
    {
        try
        {
            return await handling.WaitAsync(SenderPatience, _time, cancellationToken).ConfigureAwait(false)
                ? IntakeOutcome.Duplicate
                : IntakeOutcome.Failed;
        }
        catch (TimeoutException)
        {
            // The sender has gone and comes again; requests for a handler that hangs must not pile up.
            return IntakeOutcome.Failed;
        }
    }

    private IntakeOutcome Undecodable(JsonException cause, bool senderIsProven)
    {
        if (!senderIsProven)
        {
            _errors.ReportUnlogged(new WebhookException(WebhookStage.Decoding, "A body that is no update came from an unproven sender and was refused with 400.", cause));
            return IntakeOutcome.Refused;
        }

        _telemetry.Undecodable();
        _errors.Report(new WebhookException(
            WebhookStage.Decoding,
            "A body that came with the right secret token is no update that can be read. It is answered 200, for it would block its chat for a day; without an inbox it is not kept.",
            cause));
        return IntakeOutcome.Buried;
    }
}
