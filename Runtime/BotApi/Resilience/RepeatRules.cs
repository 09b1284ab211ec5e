namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>Decides whether a failed attempt may be followed by another, and after which wait.</summary>
internal sealed class RepeatRules(TelegramBotRetryOptions options, TimeProvider time)
{
    private const int TooManyRequests = 429;

    public bool MayRepeat(Exception error, Call call) =>
        call.Elapsed(time) < options.MaxTotalTime && error switch
        {
            // Never left: neither was anything executed nor was a stream used up.
            BotApiConnectionException { MayHaveBeenExecuted: false } => true,
            // Refused before execution, whatever the method does.
            ApiRequestException { ErrorCode: TooManyRequests } refusal => call.CanStartOver
                && IsShortEnough(refusal.RetryAfter, call),
            ApiRequestException { ErrorCode: >= 500 } => IsSafe(call),
            BotApiResponseException { StatusCode: var status, RetryAfter: var asked } =>
                IsSafe(call) && (int)status is TooManyRequests or >= 500 && IsShortEnough(asked, call),
            BotApiConnectionException => IsSafe(call),
            _ => false,
        };

    /// <param name="error">What went wrong.</param>
    /// <param name="call">The call it happened to.</param>
    /// <param name="repetition">0 for the first repetition.</param>
    public TimeSpan Wait(Exception error, Call call, int repetition)
    {
        if (error is ApiRequestException { ErrorCode: TooManyRequests, RetryAfter: { } asked })
            return asked;
        var doubled = options.InitialBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(repetition, 30));
        var jittered = Math.Min(doubled, options.MaxBackoff.TotalMilliseconds) * (1 - options.Random() / 2);
        var left = options.MaxTotalTime - call.Elapsed(time);
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(jittered, 0, Math.Max(0, left.TotalMilliseconds)));
        // What stands in front of Telegram may ask for more patience, never for less.
        return error is BotApiResponseException { RetryAfter: { } header } && header > wait ? header : wait;
    }

    private static bool IsSafe(Call call) => call.IsSafeToRepeat && call.CanStartOver;

    private bool IsShortEnough(TimeSpan? retryAfter, Call call) =>
        retryAfter is not { } wait || (wait <= options.MaxRetryAfter && call.Elapsed(time) + wait <= options.MaxTotalTime);
}
