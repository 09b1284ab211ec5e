namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What a receiver's exception tells about when to try again.</summary>
internal static class ReceiverFailure
{
    /// <summary>The longest wait Telegram asked for anywhere in the exception, or null.</summary>
    public static TimeSpan? RetryAfter(Exception error)
    {
        TimeSpan? longest = (error as ApiRequestException)?.RetryAfter;
        IEnumerable<Exception> causes = error is AggregateException all ? all.InnerExceptions : error.InnerException is { } cause ? [cause] : [];
        foreach (var inner in causes)
            if (RetryAfter(inner) is { } wait && (longest is null || wait > longest)) longest = wait;
        return longest;
    }
}
