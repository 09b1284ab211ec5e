using System.Net;
using System.Text;
using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

[Platform(Exclude = "Win", Reason = "A process is asked to stop with SIGTERM.")]
public sealed class FlowsExampleTests
{
    [Test]
    public async Task The_example_registers_its_kinds_takes_updates_over_http_answers_and_stops()
    {
        await using var api = await BotApiOverHttp.Start();
        await using var example = ExampleProcess.Start(
            "Flows",
            new("TELEGRAM_BOT_TOKEN", "123456:made-up"),
            new("PUBLIC_URL", "https://bot.example.org/webhook_route"),
            new("PORT", "0"),
            new("BASE_URL", api.Url));
        var registered = JsonElement.Parse(await api.Called("setWebhook"));
        // The log shows the port, and of the path, which may be a secret, its beginning only.
        var origin = new Uri((await example.Printed("Listening for updates on ")).Split(' ')[^1]);
        var url = new Uri(origin, "/webhook_route");
        using var telegram = new HttpClient();
        telegram.DefaultRequestHeaders.Add(
            "X-Telegram-Bot-Api-Secret-Token", registered.GetProperty("secret_token").GetString());

        Assert.That(
            registered.GetProperty("allowed_updates").EnumerateArray().Select(kind => kind.GetString()),
            Is.EqualTo(new[] { "message", "channel_post", "callback_query", "poll_answer" }));

        await Send(1, "message", Message(1, "private", "\"text\":\"hi there\""));
        await Send(2, "channel_post", Message(2, "channel", "\"text\":\"news\""));
        await Send(3, "message", Message(3, "private", "\"text\":\"/start link\",\"entities\":[{\"type\":\"bot_command\",\"offset\":0,\"length\":6}]"));
        await Send(4, "callback_query", "{\"id\":\"q\",\"from\":{\"id\":1,\"is_bot\":false,\"first_name\":\"Ada\"},\"chat_instance\":\"c\",\"data\":\"tea\"}");
        await Send(5, "poll_answer", "{\"poll_id\":\"p\",\"user\":{\"id\":1,\"is_bot\":false,\"first_name\":\"Ada\"},\"option_ids\":[0]}");
        await Send(6, "message", Message(6, "private", "\"media_group_id\":\"g\",\"photo\":[]"));
        await Send(7, "message", Message(7, "private", "\"media_group_id\":\"g\",\"video\":{}"));

        string[] expected =
        [
            "message: hi there", "sum: private", "aggregate: private", "all sent: channel", "text: news", "vote 1: Ada",
            "album of 2", "album with photos: 1", "album with videos: 1", "sent: message 7", "photo: message 6",
            "video: message 7",
        ];
        foreach (var line in expected) await example.Printed(line);
        Assert.That(JsonElement.Parse(await api.Called("sendMessage")).GetProperty("text").GetString(),
            Is.EqualTo("Hello! You came by: link"));
        Assert.That(JsonElement.Parse(await api.Called("answerCallbackQuery")).GetProperty("text").GetString(),
            Is.EqualTo("You chose tea"));

        Assert.That(await example.Terminate(), Is.Zero);
        await example.Printed("1 votes");

        async Task Send(int id, string kind, string payload)
        {
            using var body = new StringContent($$"""{"update_id":{{id}},"{{kind}}":{{payload}}}""", Encoding.UTF8, "application/json");
            using var answer = await telegram.PostAsync(url, body);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        static string Message(int id, string chat, string fields) =>
            $$"""{"message_id":{{id}},"date":1700000000,"chat":{"id":{{(chat == "channel" ? -1001 : 1)}},"type":"{{chat}}"},{{fields}}}""";
    }
}
