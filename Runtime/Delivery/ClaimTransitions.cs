using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Records what became of a claim, until it is recorded: a claim that is dropped would hold its lane until the inbox is
/// opened again. Inboxes repeat by themselves what their store refuses; this is for what they throw all the same.
/// </summary>
internal sealed partial class ClaimTransitions(
    IUpdateInbox inbox, ErrorReporter errors, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly Func<UpdateClaim, ValueTask<bool>> _complete = inbox.Complete;

    /// <param name="claim">The claim.</param>
    /// <param name="drainIsOver">Once it has fired, each is tried once: what is not recorded is handled again at the
    /// next start.</param>
    public ValueTask<bool> Complete(UpdateClaim claim, CancellationToken drainIsOver) =>
        Record(claim, _complete, null, drainIsOver);

    /// <param name="claim">The claim.</param>
    /// <param name="wait">How long it waits.</param>
    /// <param name="error">What went wrong, in words; null when it did not fail.</param>
    /// <param name="cause">What the receiver threw: reported too when this cannot be recorded, for it may be long until
    /// it is.</param>
    /// <param name="drainIsOver">As above.</param>
    public ValueTask<bool> Retry(
        UpdateClaim claim, TimeSpan wait, string? error, Exception? cause, CancellationToken drainIsOver) =>
        Record(claim, held => inbox.Retry(held, wait, error), cause, drainIsOver);

    /// <param name="claim">The claim.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cause">What the receiver threw: reported too when this cannot be recorded, for it may be long until
    /// it is.</param>
    /// <param name="drainIsOver">As above.</param>
    public ValueTask<bool> Bury(UpdateClaim claim, string reason, Exception? cause, CancellationToken drainIsOver) =>
        Record(claim, held => inbox.Bury(held, reason), cause, drainIsOver);

    private async ValueTask<bool> Record(
        UpdateClaim claim, Func<UpdateClaim, ValueTask<bool>> transition, Exception? cause, CancellationToken drainIsOver)
    {
        bool applied;
        for (var faults = 0; ; faults++)
        {
            try
            {
                applied = await transition(claim).ConfigureAwait(false);
                break;
            }
            catch (Exception) when (drainIsOver.IsCancellationRequested || claim.Lost.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception error)
            {
                if (faults == 0) Report(claim, error, cause);
                await Task.Delay(PauseAfterFault, time, drainIsOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Legal, if rare: a shared inbox may have given the update to somebody else meanwhile.
        if (!applied) ClaimLost(claim.Updates[0].UpdateId);
        return applied;
    }

    private void Report(UpdateClaim claim, Exception error, Exception? cause) => errors.Report(new WebhookException(
        WebhookStage.Storing,
        $"The inbox did not record what became of the update; it is asked again until it does. {ErrorText.Of(error)}",
        cause is null ? error : new AggregateException(error, cause))
    {
        UpdateId = claim.Updates[0].UpdateId,
        Attempt = claim.Attempt,
    });

    [LoggerMessage(4021, LogLevel.Warning, "The claim on update {UpdateId} was no longer held when its handling ended; it may be handled twice.")]
    private partial void ClaimLost(long updateId);
}
