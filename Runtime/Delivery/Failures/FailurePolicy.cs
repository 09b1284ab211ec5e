using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Decides about failed attempts: what the options say, within the bounds of attempts and waits.</summary>
internal sealed class FailurePolicy(DeliveryOptions options, Backoff backoff, ErrorReporter errors)
{
    public FailureDecision Decide(UpdateClaim claim, Exception error)
    {
        var first = claim.Updates[0];
        var isLast = claim.Attempt >= options.MaxAttempts;
        var reason = $"The receiver threw {ErrorText.Of(error)}";
        var action = Choose(new UpdateFailure(first.UpdateId, first.Kind, claim.Attempt, isLast, error));
        if (action.Choice is not FailureChoice.Retry) return new(action.Choice, default, reason);
        if (isLast)
            return new(FailureChoice.Bury, default, claim.Attempt == 1 ? reason : $"{reason} (attempt {claim.Attempt}, the last)");
        if (action.Wait is { } chosen) return new(FailureChoice.Retry, chosen, reason);
        return Retry(claim.Attempt, error, reason);
    }

    private FailureDecision Retry(int attempt, Exception error, string reason)
    {
        var asked = ReceiverFailure.RetryAfter(error);
        var wait = backoff.After(attempt, asked > options.MaxRetryAfter ? options.MaxRetryAfter : asked);
        // A chat that is silent for so long should not be a riddle.
        var cut = asked > options.MaxRetryAfter
            ? $" Telegram asks to wait {asked}; it is tried after {wait} ({nameof(DeliveryOptions.MaxRetryAfter)})."
            : "";
        return new(FailureChoice.Retry, wait, reason + cut);
    }

    private FailureAction Choose(UpdateFailure failure)
    {
        if (options.OnFailure is not { } choose) return failure.Default;
        try
        {
            return choose(failure);
        }
        catch (Exception thrown)
        {
            errors.Report(new WebhookException(
                WebhookStage.Handling, $"{nameof(DeliveryOptions)}.{nameof(DeliveryOptions.OnFailure)} threw {ErrorText.Of(thrown)}; the default decides.", thrown)
            {
                UpdateId = failure.UpdateId,
                Attempt = failure.Attempt,
            });
            return failure.Default;
        }
    }
}
