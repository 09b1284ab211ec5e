namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What a receiver's exception says about when to try again.</summary>
internal static class ReceiverFailure
{
    /// <summary>
    /// The longest wait that Telegram, or what stands before it, asked for anywhere in the exception; null for none.
    /// </summary>
    public static TimeSpan? RetryAfter(Exception error)
    {
        var longest = error switch
        {
            ApiRequestException refusal => refusal.RetryAfter,
            BotApiResponseException answer => answer.RetryAfter,
            _ => null,
        };
        IEnumerable<Exception> causes = error is AggregateException all ? all.InnerExceptions : error.InnerException is { } cause ? [cause] : [];
        foreach (var inner in causes)
            if (RetryAfter(inner) is { } wait && (longest is null || wait > longest)) longest = wait;
        return longest;
    }
}
