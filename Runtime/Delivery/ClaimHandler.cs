using System.Text.Json;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Takes one claim to its end: decode, hand to the receiver, then complete, retry or bury.</summary>
internal sealed partial class ClaimHandler(
    IUpdateInbox inbox, UpdateReceiver receiver, DeliveryOptions options, Backoff backoff, ErrorReporter errors, TimeProvider time, ILogger logger)
{
    public async ValueTask Handle(UpdateClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Attempt > options.MaxAttempts)
        {
            await Bury(claim, WebhookStage.Handling, "The process ended each time this update was being handled.", null).ConfigureAwait(false);
            return;
        }

        if (await Decode(claim).ConfigureAwait(false) is not { } update) return;
        try
        {
            await receiver(update, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Cut short by the stop, whatever it threw: not a failed attempt.
            Interrupted(claim.Updates[0].UpdateId);
            Check(await inbox.Retry(claim, TimeSpan.Zero, null).ConfigureAwait(false), claim);
            return;
        }
        catch (Exception error)
        {
            await RecordFailure(claim, error).ConfigureAwait(false);
            return;
        }

        Check(await inbox.Complete(claim).ConfigureAwait(false), claim);
    }

    private async ValueTask<Update?> Decode(UpdateClaim claim)
    {
        try
        {
            return UpdateDecoder.Decode(claim);
        }
        catch (JsonException error)
        {
            await Bury(claim, WebhookStage.Decoding, $"The update could not be decoded: {error.Message}", error).ConfigureAwait(false);
            return null;
        }
    }

    private async ValueTask RecordFailure(UpdateClaim claim, Exception error)
    {
        try
        {
            await Failed(claim, error).ConfigureAwait(false);
        }
        catch (Exception unrecorded)
        {
            // The inbox's failure is reported by the caller, and must not hide the receiver's.
            throw new AggregateException(unrecorded, error);
        }
    }

    private async ValueTask Failed(UpdateClaim claim, Exception error)
    {
        var reason = $"The receiver threw {error.GetType().Name}: {error.Message}";
        if (claim.Attempt >= options.MaxAttempts)
        {
            await Bury(claim, WebhookStage.Handling, reason, error).ConfigureAwait(false);
            return;
        }

        var wait = backoff.After(claim.Attempt, ReceiverFailure.RetryAfter(error));
        if (wait > options.LongestWait) wait = options.LongestWait;
        var retryAt = time.GetUtcNow() + wait;
        Check(await inbox.Retry(claim, wait, reason).ConfigureAwait(false), claim);
        errors.Report(new WebhookException(WebhookStage.Handling, reason, error)
        {
            UpdateId = claim.Updates[0].UpdateId,
            Attempt = claim.Attempt,
            Outcome = WebhookErrorOutcome.Retried,
            RetryAt = retryAt,
        });
    }

    private async ValueTask Bury(UpdateClaim claim, WebhookStage stage, string reason, Exception? error)
    {
        Check(await inbox.Bury(claim, reason).ConfigureAwait(false), claim);
        errors.Report(new WebhookException(stage, reason, error)
        {
            UpdateId = claim.Updates[0].UpdateId,
            Attempt = claim.Attempt,
            Outcome = WebhookErrorOutcome.Buried,
        });
    }

    // Legal, if rare: a shared inbox may have given the update to somebody else meanwhile.
    private void Check(bool applied, UpdateClaim claim)
    {
        if (!applied) ClaimLost(claim.Updates[0].UpdateId);
    }

    [LoggerMessage(4020, LogLevel.Information, "Update {UpdateId} was interrupted by the stop; it is delivered again at the next start.")]
    private partial void Interrupted(long updateId);

    [LoggerMessage(4021, LogLevel.Warning, "The claim on update {UpdateId} was no longer held when its handling ended; it may be handled twice.")]
    private partial void ClaimLost(long updateId);
}
