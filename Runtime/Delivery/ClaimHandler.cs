using System.Text.Json;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Takes one claim to its end: decode, hand to the receiver, then complete, retry or bury. Whatever goes wrong, a
/// transition follows.
/// </summary>
internal sealed partial class ClaimHandler(
    DeliverySettings settings, ReceiverRun run, FailurePolicy policy, ClaimTransitions transitions, ILogger logger)
{
    private readonly UpdateReceiver _receiver = settings.Receiver;
    private readonly int _maxAttempts = settings.Options.MaxAttempts;

    /// <param name="claim">The claim.</param>
    /// <param name="drainIsOver">Fires when handlers are to end, and what cannot be recorded is left to the next
    /// start.</param>
    public async ValueTask Handle(UpdateClaim claim, CancellationToken drainIsOver)
    {
        try
        {
            await HandleOnce(claim, drainIsOver).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Neither the receiver's fault nor the store's: a claim that cannot be read, a policy's own. Its lane would
            // wait for ever.
            var reason = $"The update could not be handed out. {ErrorText.Of(error)}";
            settings.Errors.Report(new WebhookException(WebhookStage.Handling, reason, error));
            await transitions.Retry(
                claim, settings.Options.MaxBackoff, reason, null, drainIsOver).ConfigureAwait(false);
        }
    }

    private async ValueTask HandleOnce(UpdateClaim claim, CancellationToken drainIsOver)
    {
        if (claim.Attempt > _maxAttempts && !claim.LastAttemptFailed)
        {
            await Bury(claim, WebhookStage.Handling, Untried(claim), null, drainIsOver).ConfigureAwait(false);
            return;
        }

        try
        {
            if (await Decode(claim, drainIsOver).ConfigureAwait(false) is not { } update) return;
            using var either = Either(drainIsOver, claim.Lost);
            await Receive(claim, update, either?.Token ?? drainIsOver).ConfigureAwait(false);
        }
        catch (Exception) when (claim.Lost.IsCancellationRequested)
        {
            // Another instance may handle it now; nothing that is recorded here could be true.
            Lost(claim.Updates[0].UpdateId);
            settings.Telemetry.Handled(claim, HandleOutcome.Lost);
            return;
        }
        catch (Exception) when (drainIsOver.IsCancellationRequested)
        {
            // Cut short by the stop, whatever it threw: not a failed attempt.
            Interrupted(claim.Updates[0].UpdateId);
            settings.Telemetry.Handled(claim, HandleOutcome.Interrupted);
            await transitions.Retry(claim, TimeSpan.Zero, null, null, drainIsOver).ConfigureAwait(false);
            return;
        }
        catch (Exception error)
        {
            await Failed(claim, error, drainIsOver).ConfigureAwait(false);
            return;
        }

        settings.Telemetry.Handled(claim, HandleOutcome.Completed);
        // Nobody asks for the notes of an update that is done. An engine that has to tell that later on does not need
        // them either.
        if (await transitions.Complete(claim, drainIsOver).ConfigureAwait(false)) claim.Said.Release();
    }

    // One that failed, with fewer attempts allowed now than when it began, gets one more. One that may have ended the
    // process must not end it for ever.
    private string Untried(UpdateClaim claim) =>
        $"It was not tried again: attempt {claim.Attempt - 1} is behind it, {_maxAttempts} are allowed ({nameof(DeliveryOptions.MaxAttempts)}), "
        + "and of that attempt no end was recorded: most likely the process ended while the update was being handled.";

    private static CancellationTokenSource? Either(CancellationToken drainIsOver, CancellationToken lost) =>
        lost.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(drainIsOver, lost) : null;

    private async ValueTask Receive(UpdateClaim claim, Update update, CancellationToken cancelled) => await run.Run(
        claim.Updates[0], update, claim.Said, claim.Attempt, claim.Attempt >= _maxAttempts,
        async token =>
        {
            await _receiver(update, token).ConfigureAwait(false);
            return true;
        },
        cancelled,
        claim.Updates).ConfigureAwait(false);

    private async ValueTask<Update?> Decode(UpdateClaim claim, CancellationToken drainIsOver)
    {
        try
        {
            return UpdateDecoder.Decode(claim);
        }
        catch (JsonException error)
        {
            await Bury(claim, WebhookStage.Decoding, $"The update could not be decoded: {error.Message}", error, drainIsOver).ConfigureAwait(false);
            return null;
        }
    }

    private async ValueTask Failed(UpdateClaim claim, Exception error, CancellationToken drainIsOver)
    {
        var decision = policy.Decide(claim, error);
        switch (decision.Choice)
        {
            case FailureChoice.Bury:
                await Bury(claim, WebhookStage.Handling, decision.Reason, error, drainIsOver).ConfigureAwait(false);
                break;
            case FailureChoice.Drop:
                settings.Telemetry.Handled(claim, HandleOutcome.Dropped);
                await transitions.Complete(claim, drainIsOver).ConfigureAwait(false);
                Report(claim, WebhookStage.Handling, decision.Reason, error, WebhookErrorOutcome.Dropped);
                break;
            default:
                settings.Telemetry.Handled(claim, HandleOutcome.Retried);
                var retryAt = settings.Time.GetUtcNow() + decision.Wait;
                await transitions.Retry(
                    claim, decision.Wait, decision.Reason, error, drainIsOver).ConfigureAwait(false);
                Report(claim, WebhookStage.Handling, decision.Reason, error, WebhookErrorOutcome.Retried, retryAt);
                break;
        }
    }

    private async ValueTask Bury(
        UpdateClaim claim, WebhookStage stage, string reason, Exception? error, CancellationToken drainIsOver)
    {
        settings.Telemetry.Handled(claim, HandleOutcome.Buried);
        await transitions.Bury(claim, reason, error, drainIsOver).ConfigureAwait(false);
        Report(claim, stage, reason, error, WebhookErrorOutcome.Buried);
    }

    private void Report(UpdateClaim claim, WebhookStage stage, string reason, Exception? error,
        WebhookErrorOutcome outcome, DateTimeOffset? retryAt = null) =>
        settings.Errors.Report(new WebhookException(stage, reason, error)
        {
            UpdateId = claim.Updates[0].UpdateId,
            Attempt = claim.Attempt,
            Outcome = outcome,
            RetryAt = retryAt,
        });

    [LoggerMessage(4020, LogLevel.Information, "Update {UpdateId} was interrupted by the stop; it is delivered again at the next start.")]
    private partial void Interrupted(long updateId);

    [LoggerMessage(4022, LogLevel.Warning,
        "The claim on update {UpdateId} was lost while it was being handled: this instance could not reach the inbox in time. Its handler was cancelled; the update is handled again, "
        + "perhaps by another instance.")]
    private partial void Lost(long updateId);
}
