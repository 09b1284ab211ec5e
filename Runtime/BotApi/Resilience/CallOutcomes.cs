using System.Globalization;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>
/// How a call ended, as metrics and spans say it. Telegram's own words stay out of it: they may quote what was sent.
/// </summary>
internal static class CallOutcomes
{
    private static readonly CallOutcome Succeeded = new("ok", ErrorType: null, StatusCode: 200);

    /// <param name="failure">What the call threw; null for nothing.</param>
    public static CallOutcome Of(Exception? failure) => failure switch
    {
        null => Succeeded,
        ApiRequestException refused => new("refused", ReasonOf(refused), refused.ErrorCode),
        BotApiConnectionException => new("no_answer", RuntimeTelemetry.NameOf(failure)),
        BotApiResponseException answered => new(
            "unreadable", RuntimeTelemetry.NameOf(failure), (int)answered.StatusCode),
        OperationCanceledException => new("cancelled", RuntimeTelemetry.NameOf(failure)),
        _ => new("failed", RuntimeTelemetry.NameOf(failure)),
    };

    private static string ReasonOf(ApiRequestException refused) =>
        refused.Reason.Value is { Length: > 0 } reason ? reason : refused.ErrorCode.ToString(CultureInfo.InvariantCulture);
}
