namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Which failures are permanent: trying them again would do no more than repeat what else the handler does.
/// </summary>
internal static class DefaultFailurePolicy
{
    /// <summary>The error codes of Telegram that say the same each time.</summary>
    private static readonly int[] Final = [400, 401, 403, 404, 413];

    /// <summary>Refused with such a code, and yet a matter of time.</summary>
    private static readonly ApiErrorReason[] Passing = [ApiErrorReason.UrlContentFailed, ApiErrorReason.FileTemporarilyUnavailable];

    public static FailureAction Decide(Exception error) =>
        IsPermanent(error) ? FailureAction.Bury : FailureAction.Retry();

    // Several failed at once, such as the subscribers of a flow: as long as one of them may pass, the update is tried
    // again.
    private static bool IsPermanent(Exception error) => error switch
    {
        AggregateException { InnerExceptions: { Count: > 0 } all } => all.All(IsPermanent),
        ApiRequestException refusal => Final.Contains(refusal.ErrorCode) && !Passing.Contains(refusal.Reason),
        BotApiResponseException answer => answer.WasExecuted,
        _ => error.InnerException is { } cause && IsPermanent(cause),
    };
}
