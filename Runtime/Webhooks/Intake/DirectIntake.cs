using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// <see cref="UpdateInbox.None"/>: the receiver runs before the answer, and the answer tells how it went, so that Telegram is the
/// queue. A bounded window of ids recognises duplicates.
/// </summary>
internal sealed class DirectIntake : IUpdateIntake
{
    private const int RememberedIds = 10_000;

    // What a handler that was cancelled may still take before the server goes on without it.
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(2);

    // How long Telegram waits for an answer.
    private static readonly TimeSpan SenderPatience = TimeSpan.FromSeconds(60);

    private readonly RecentUpdates _recent = new(RememberedIds);
    private readonly CancellationTokenSource _drainIsOver = new();
    private readonly CancellationToken _cancelled;
    private readonly UpdateReceiver _receiver;
    private readonly DirectReplies? _replies;
    private readonly DirectMediaGroups? _mediaGroups;
    private readonly ErrorReporter _errors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RunningTasks _albums = new();
    private bool _isDrained;

    public DirectIntake(UpdateReceiver receiver, TimeSpan? mediaGroupsDebounce, ErrorReporter errors, TimeProvider time, ILogger logger)
    {
        _receiver = receiver;
        if (ResponderReceiver.Of(receiver) is { } responder)
            _replies = new DirectReplies(responder, errors);
        _errors = errors;
        _time = time;
        _logger = logger;
        _cancelled = _drainIsOver.Token;
        if (mediaGroupsDebounce is { } debounce)
            _mediaGroups = new DirectMediaGroups(debounce, album => _albums.Add(HandleAlbum(album)), time);
    }

    public void Start()
    {
    }

    public ValueTask<IntakeOutcome> Accept(ReadOnlyMemory<byte> body, bool senderIsProven, HttpResponse response, CancellationToken cancellationToken)
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

        return _recent.TryBegin(update.UpdateId, out var handling) ? Handle(update, response) : AwaitOther(handling!, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The requests of running handlers are waited for by the server, which drains its connections; here it is about albums, and about time.</remarks>
    public async Task Drain(TimeSpan timeout, CancellationToken endAtOnce)
    {
        _isDrained = true;
        _mediaGroups?.Close();
        if (await IsIdle(timeout, endAtOnce).ConfigureAwait(false))
            return;
        WebhookLog.DrainTimeOver(_logger, timeout);
        await _drainIsOver.CancelAsync().ConfigureAwait(false);
        if (!await IsIdle(CancelGrace, CancellationToken.None).ConfigureAwait(false))
            WebhookLog.LeftBehind(_logger, CancelGrace);
    }

    /// <summary>Drains without patience, if nobody has drained before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDrained)
            await Drain(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        _drainIsOver.Dispose();
    }

    private async Task<bool> IsIdle(TimeSpan timeout, CancellationToken endAtOnce)
    {
        var idle = Task.WhenAll(_recent.WhenIdle(), _albums.WhenIdle());
        if (timeout > TimeSpan.Zero)
            await idle.WaitAsync(timeout, _time, endAtOnce).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return idle.IsCompleted;
    }

    private async ValueTask<IntakeOutcome> Handle(Update update, HttpResponse response)
    {
        var outcome = IntakeOutcome.Failed;
        try
        {
            var held = _mediaGroups?.Hold(update) ?? HoldResult.NotAPart;
            if (held is HoldResult.Closed)
                return outcome = IntakeOutcome.Busy;
            if (held is not HoldResult.NotAPart)
                return outcome = IntakeOutcome.Accepted;
            if (_replies is not null)
                return outcome = await _replies.Respond(update, response, _cancelled).ConfigureAwait(false);
            await _receiver(update, _cancelled).ConfigureAwait(false);
            return outcome = IntakeOutcome.Accepted;
        }
        catch (Exception e)
        {
            _errors.Report(new WebhookException(WebhookStage.Handling, $"The receiver failed on {update}; Telegram is answered 500 and sends it again.", e)
            {
                UpdateId = update.UpdateId,
                Attempt = 1,
                Outcome = WebhookErrorOutcome.SentAgainByTelegram,
            });
            return outcome;
        }
        finally
        {
            // Only now, after the answer: whoever comes again because it broke off must not be told that all is well.
            _recent.Finish(update.UpdateId, outcome is IntakeOutcome.Accepted or IntakeOutcome.Answered);
        }
    }

    private async Task HandleAlbum(Update album)
    {
        try
        {
            // Off the timer's and the request's thread: neither waits for the receiver.
            await Task.Yield();
            await _receiver(album, _cancelled).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _errors.Report(new WebhookException(WebhookStage.Handling, $"The receiver failed on the album of {album}, whose parts were acknowledged when they came; without an inbox it is lost.", e)
            {
                UpdateId = album.UpdateId,
                Attempt = 1,
            });
        }
    }

    // Whoever comes again while the first is being handled gets the first one's answer.
    private async ValueTask<IntakeOutcome> AwaitOther(Task<bool> handling, CancellationToken cancellationToken)
    {
        try
        {
            return await handling.WaitAsync(SenderPatience, _time, cancellationToken).ConfigureAwait(false) ? IntakeOutcome.Duplicate : IntakeOutcome.Failed;
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

        _errors.Report(new WebhookException(
            WebhookStage.Decoding,
            "A body that came with the right secret token is no update that can be read. It is answered 200, for it would block its chat for a day; without an inbox it is not kept.",
            cause));
        return IntakeOutcome.Buried;
    }
}
