using System.Text.Json;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// A returned request travels in the HTTP response where Telegram takes it, and through the bot elsewhere.
/// </summary>
public class UpdateResponderTests
{
    private const string Sent = """{"ok":true,"result":{"message_id":1,"date":1790000000,"chat":{"id":77,"type":"private"}}}""";

    [Test]
    public async Task Without_an_inbox_it_travels_in_the_response()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        await using var server = await TestServers.Start(bot.RespondWith(
            (update, _) => new(new SendMessage(update.Message!.Chat.Id, "you said " + update.Message.Text))));
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1, "hé")));

        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        using var call = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Multiple(() =>
        {
            Assert.That(call.RootElement.GetProperty("method").GetString(), Is.EqualTo("sendMessage"));
            Assert.That(call.RootElement.GetProperty("chat_id").GetInt64(), Is.EqualTo(77));
            Assert.That(call.RootElement.GetProperty("text").GetString(), Is.EqualTo("you said hé"));
            Assert.That(telegram.Received, Is.Empty);
        });
    }

    [Test]
    public async Task Nothing_returned_is_an_empty_answer()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        await using var server = await TestServers.Start(bot.RespondWith((_, _) => new((Request?)null)));
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));

        Assert.That(answer.Content.Headers.ContentLength, Is.Zero);
    }

    [Test]
    public async Task What_telegram_would_ignore_in_a_response_goes_through_the_bot()
    {
        using var telegram = new MockTelegram().Answers("""{"ok":true,"result":{"id":5,"is_bot":true,"first_name":"Bot"}}""").Answers(Sent);
        using var bot = telegram.Bot();
        var requests = new Queue<Request>([new GetMe(), new SendMessage(77, new string('x', 1024 * 1024))]);
        await using var server = await TestServers.Start(bot.RespondWith((_, _) => new(requests.Dequeue())));
        using var client = TestServers.Client();

        using var first = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        using var second = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(2)));

        Assert.That(telegram.Received.Select(call => call.MethodName), Is.EqualTo(new[] { "getMe", "sendMessage" }));
        Assert.That(first.Content.Headers.ContentLength + second.Content.Headers.ContentLength, Is.Zero);
    }

    private static readonly Request[] Ignored =
    [
        new GetMe(), new LogOut(), new Close(), new DeleteWebhook(), new SetWebhook("https://example.org"),
    ];

    [TestCaseSource(nameof(Ignored))]
    public void A_call_that_Telegram_ignores_in_an_answer_travelled_in_one(Request request) =>
        Assert.That(Telegram.Webhooks.Runtime.Webhooks.WebhookReply.TryOpen(request, "HTTP/1.1"), Is.Null);

    [Test]
    public async Task With_an_inbox_it_goes_through_the_bot()
    {
        using var telegram = new MockTelegram().Answers(Sent);
        using var bot = telegram.Bot();
        await using var server = await TestServers.Start(
            bot.RespondWith((update, _) => new(new SendMessage(update.Message!.Chat.Id, "later"))),
            TestServers.Options(UpdateInbox.InMemory()));
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(answer.Content.Headers.ContentLength, Is.Zero);
        Assert.That(telegram.Received.Single().Text, Does.Contain("later"));
    }
}
