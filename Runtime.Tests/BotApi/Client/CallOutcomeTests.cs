using System.Net;
using Telegram.Webhooks.Runtime.BotApi.Resilience;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What metrics say of how a call ended.</summary>
internal sealed class CallOutcomeTests
{
    private static IEnumerable<TestCaseData> Ends =>
    [
        Case(null, "ok", null, 200),
        Case(new ApiRequestException("sendMessage", 403, "Forbidden: bot was blocked by the user"), "refused",
            "bot_blocked", 403),
        Case(new ApiRequestException("sendMessage", 418, "new words"), "refused", "418", 418),
        Case(new BotApiConnectionException("sendMessage", "reset", true, null), "no_answer",
            typeof(BotApiConnectionException).FullName, null),
        Case(new BotApiResponseException("sendMessage", HttpStatusCode.BadGateway, "page"), "unreadable",
            typeof(BotApiResponseException).FullName, 502),
        Case(new OperationCanceledException(), "cancelled", typeof(OperationCanceledException).FullName, null),
        Case(new TaskCanceledException(), "cancelled", typeof(TaskCanceledException).FullName, null),
        Case(new InvalidDataException(), "failed", typeof(InvalidDataException).FullName, null),
    ];

    [TestCaseSource(nameof(Ends))]
    public void An_end_has_a_name_a_reason_and_a_status(Exception? failure, string name, string? reason, int? status)
    {
        var outcome = CallOutcomes.Of(failure);

        Assert.That((outcome.Name, outcome.ErrorType, outcome.StatusCode), Is.EqualTo((name, reason, status)));
    }

    private static TestCaseData Case(Exception? failure, string name, string? reason, int? status) =>
        new TestCaseData(failure, name, reason, status)
            .SetArgDisplayNames(failure?.GetType().Name ?? "none", reason ?? "");
}
