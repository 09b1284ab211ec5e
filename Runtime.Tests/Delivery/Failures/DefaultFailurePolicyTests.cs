using System.Net;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Failures;

/// <summary>The table of what is tried again and what is permanent.</summary>
internal sealed class DefaultFailurePolicyTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (var code in new[] { 400, 401, 403, 404, 413 })
            yield return Case($"refused with {code}", Refused(code, "whatever"), FailureAction.Bury);
        foreach (var code in new[] { 409, 420, 429, 500, 502 })
            yield return Case($"refused with {code}", Refused(code, "whatever"), FailureAction.Retry());
        yield return Case("a URL that could not be fetched",
            Refused(400, "Bad Request: failed to get HTTP URL content"), FailureAction.Retry());
        yield return Case("a file that is unavailable",
            Refused(400, "Bad Request: the file is temporarily unavailable"), FailureAction.Retry());
        yield return Case("somebody else's exception", new InvalidOperationException("400"), FailureAction.Retry());
        yield return Case("a timeout", new TimeoutException(), FailureAction.Retry());
        yield return Case("a refusal inside another exception", new InvalidOperationException("mine", Refused(403, "Forbidden: bot was blocked by the user")), FailureAction.Bury);
        yield return Case(
            "two refusals", new AggregateException(Refused(400, "a"), Refused(403, "b")), FailureAction.Bury);
        yield return Case("a refusal beside something that may pass",
            new AggregateException(Refused(400, "a"), new IOException("b")), FailureAction.Retry());
        yield return Case("several, of which there are none", new AggregateException(), FailureAction.Retry());
    }

    [TestCaseSource(nameof(Cases))]
    public void What_cannot_heal_is_buried_and_the_rest_tried_again(Exception error, FailureAction expected) =>
        Assert.That(new UpdateFailure(1, "message", 1, false, error).Default, Is.EqualTo(expected));

    [Test]
    public async Task Executed_and_unreadable_is_buried_and_a_proxys_page_tried_again()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });
        telegram.Answers("""{"ok":true,"result":5}""").Answers("<html>", HttpStatusCode.BadGateway).BreaksAfterReading(new HttpRequestException("cut"));

        Assert.That(await Default(), Is.EqualTo(FailureAction.Bury));
        Assert.That(await Default(), Is.EqualTo(FailureAction.Retry()));
        Assert.That(await Default(), Is.EqualTo(FailureAction.Retry()));

        async Task<FailureAction> Default() =>
            new UpdateFailure(1, null, 1, false, (await Assert.CatchAsync(() => bot.SendMessage(5, "one")))!).Default;
    }

    [TestCase(-1)]
    [TestCase(86_401)]
    public void A_wait_that_cannot_be_is_refused_where_it_is_asked_for(int seconds) =>
        Assert.That(() => FailureAction.Retry(TimeSpan.FromSeconds(seconds)), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static TestCaseData Case(string name, Exception error, FailureAction expected) =>
        new TestCaseData(error, expected).SetArgDisplayNames(name, $"{expected}");

    private static ApiRequestException Refused(int code, string description) => new("sendMessage", code, description);
}
