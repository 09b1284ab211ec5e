using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Records what became of a claim, until it is recorded: a claim that is dropped would hold its lane until the inbox is opened again. Inboxes repeat
/// by themselves what their store refuses; this is for what they throw all the same.
/// </summary>
internal sealed partial class ClaimTransitions(IUpdateInbox inbox, ErrorReporter errors, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly Func<UpdateClaim, ValueTask<bool>> _complete = inbox.Complete;

    /// <param name="claim">The claim.</param>
    /// <param name="drainIsOver">Once it has fired, each is tried once: what is not recorded is handled again at the next start.</param>
    public ValueTask<bool> Complete(UpdateClaim claim, CancellationToken drainIsOver) => Record(claim, _complete, drainIsOver);

    public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error, CancellationToken drainIsOver) =>
        Record(claim, held => inbox.Retry(held, wait, error), drainIsOver);

    public ValueTask<bool> Bury(UpdateClaim claim, string reason, CancellationToken drainIsOver) =>
        Record(claim, held => inbox.Bury(held, reason), drainIsOver);

    private async ValueTask<bool> Record(UpdateClaim claim, Func<UpdateClaim, ValueTask<bool>> transition, CancellationToken drainIsOver)
    {
        var applied = false;
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
                if (faults == 0) Report(claim, error);
                await Task.Delay(PauseAfterFault, time, drainIsOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Legal, if rare: a shared inbox may have given the update to somebody else meanwhile.
        if (!applied) ClaimLost(claim.Updates[0].UpdateId);
        return applied;
    }

    private void Report(UpdateClaim claim, Exception error) => errors.Report(new WebhookException(
        WebhookStage.Storing, $"The inbox did not record what became of the update; it is asked again until it does. {ErrorText.Of(error)}", error)
    {
        UpdateId = claim.Updates[0].UpdateId,
        Attempt = claim.Attempt,
    });

    [LoggerMessage(4021, LogLevel.Warning, "The claim on update {UpdateId} was no longer held when its handling ended; it may be handled twice.")]
    private partial void ClaimLost(long updateId);
}
