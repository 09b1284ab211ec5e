using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>Repeats attempts as <see cref="RepeatRules"/> allow.</summary>
internal sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<Call> CallKey = new("telegram.call");

    private readonly ResiliencePipeline _pipeline;

    public RetryPipeline(TelegramBotRetryOptions options, TimeProvider time, ILogger logger)
    {
        if (options.MaxAttempts == 1)
        {
            _pipeline = ResiliencePipeline.Empty;
            return;
        }
        var rules = new RepeatRules(options, time);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxAttempts - 1,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } error && rules.MayRepeat(error, CallOf(args.Context))),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    rules.Wait(args.Outcome.Exception!, CallOf(args.Context), args.AttemptNumber)),
                OnRetry = args =>
                {
                    var call = CallOf(args.Context);
                    CallTelemetry.CountRepeated(
                        call.MethodName, call.Target, CallOutcomes.Of(args.Outcome.Exception).ErrorType);
                    logger.Repeating(call.MethodName, call.Attempts, args.RetryDelay.TotalMilliseconds,
                        args.Outcome.Exception!.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public async Task<T> Run<T>(
        Call call, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(CallKey, call);
            return await _pipeline.ExecuteAsync(
                static async (context, attempt) =>
                {
                    CallOf(context).Attempts++;
                    return await attempt(context.CancellationToken).ConfigureAwait(false);
                },
                context,
                attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Call CallOf(ResilienceContext context) =>
        context.Properties.TryGetValue(CallKey, out var call) ? call : throw new InvalidOperationException("No call in the context.");
}
