using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ExecuteTests : IDisposable
{
    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [Test]
    public async Task A_call_posts_its_parameters_as_JSON_and_returns_the_result()
    {
        _telegram.Answers("""{"ok":true,"result":{"message_id":7}}""");
        using var bot = _telegram.Bot();

        var result = await bot.Execute(
            new TestRequest("sendMessage", ("chat_id", 42), ("text", "żółć 🙂"), ("parse_mode", null)));

        Assert.That(result, Is.EqualTo("""{"message_id":7}"""));
        var request = _telegram.Received.Single();
        Assert.Multiple(() =>
        {
            Assert.That(request.Method, Is.EqualTo(HttpMethod.Post));
            Assert.That(request.Url.AbsoluteUri,
                Is.EqualTo($"https://api.telegram.org/bot{MockTelegram.Token}/sendMessage"));
            Assert.That(request.ContentType, Is.EqualTo("application/json"));
            Assert.That(JsonNode.DeepEquals(JsonNode.Parse(request.Text), JsonNode.Parse("""{"chat_id":42,"text":"żółć 🙂"}""")), request.Text);
        });
    }

    [Test]
    public async Task A_refused_call_throws_what_Telegram_said()
    {
        _telegram.AnswersError(400, "Bad Request: group chat was upgraded", """{"migrate_to_chat_id":-1001}""");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.Multiple(() =>
        {
            Assert.That(error.ErrorCode, Is.EqualTo(400));
            Assert.That(error.Description, Is.EqualTo("Bad Request: group chat was upgraded"));
            Assert.That(error.MigrateToChatId, Is.EqualTo(-1001));
            Assert.That(error.RetryAfter, Is.Null);
            Assert.That(error.MethodName, Is.EqualTo("sendMessage"));
            Assert.That(error.Message, Is.EqualTo("sendMessage failed: 400 Bad Request: group chat was upgraded"));
        });
    }
}
