using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>Ways to bring a call's arguments, and what every answer has in common.</summary>
internal sealed class TransportTests : MethodTest
{
    [Test]
    public async Task The_status_of_a_refusal_is_its_error_code()
    {
        await Ada.Blocks();
        foreach (var (status, path) in new[]
        {
            (HttpStatusCode.NotFound, $"/bot{Telegram.Token}/makeCoffee"), (HttpStatusCode.NotFound,
                $"/bot{Telegram.Token}"),
            (HttpStatusCode.Unauthorized, "/bot1:wrong/getMe"),
            (HttpStatusCode.Unauthorized, "/file/bot1:wrong/documents/file_1"),
            (HttpStatusCode.NotFound, $"/file/bot{Telegram.Token}/documents/file_1"),
            (HttpStatusCode.BadRequest, $"/bot{Telegram.Token}/sendMessage?text=x"),
            (HttpStatusCode.Forbidden, $"/bot{Telegram.Token}/sendMessage?text=x&chat_id={Ada.Id}"),
            (HttpStatusCode.NotImplemented, $"/bot{Telegram.Token}/getAvailableGifts"),
        })
        {
            using var answer = await Bot.Http.GetAsync(new Uri(Telegram.BaseUrl + path));
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.That((answer.StatusCode, body["error_code"]!.GetValue<int>(), body["ok"]!.GetValue<bool>()),
                Is.EqualTo((status, (int)status, false)), path);
            Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json"), path);
        }
    }

    [Test]
    public async Task The_test_environment_is_the_same_bot()
    {
        var url = new Uri($"{Telegram.BaseUrl}/bot{Telegram.Token}/test/getMe");
        Assert.That(JsonNode.Parse(await Bot.Http.GetStringAsync(url))!["result"]!["id"]!.GetValue<long>(),
            Is.EqualTo(Telegram.BotId));
        using var tests = new TelegramBot(
            Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl, UseTestEnvironment = true });
        Assert.That((await tests.GetMe()).Id, Is.EqualTo(Telegram.BotId));
    }

    [Test]
    public async Task Nested_arguments_come_as_json_or_as_text_that_holds_json()
    {
        const string Markup = """{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}""";
        var json = new JsonObject { ["chat_id"] = Ada.Id, ["text"] = "json", ["reply_markup"] = JsonNode.Parse(Markup) };
        var text = new JsonObject { ["chat_id"] = $"{Ada.Id}", ["text"] = "text", ["reply_markup"] = Markup };
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["chat_id"] = $"{Ada.Id}", ["text"] = "form", ["reply_markup"] = Markup });
        using var parts = new MultipartFormDataContent { { new StringContent($"{Ada.Id}"), "chat_id" }, { new StringContent("parts"), "text" }, { new StringContent(Markup), "reply_markup" } };
        await Bot.Result("sendMessage", json);
        await Bot.Result("SENDMESSAGE", text);
        await Bot.Post("sendmessage", form);
        await Bot.Post("SendMessage", parts);
        foreach (var heard in new[] { "json", "text", "form", "parts" })
            Assert.That((await Ada.Hears(heard)).Buttons, Is.EqualTo(new[] { "Yes" }));
    }

    [Test]
    public async Task An_upload_is_named_by_its_own_part_or_by_attach()
    {
        foreach (var (field, part) in new[] { ((string?)null, "document"), ("attach://whatever", "whatever") })
        {
            using var form = new MultipartFormDataContent { { new StringContent($"{Ada.Id}"), "chat_id" }, { new ByteArrayContent([1, 2]), part, "a.bin" } };
            if (field is not null) form.Add(new StringContent(field), "document");
            Assert.That((await Bot.Post("sendDocument", form))["result"]!["document"]!["file_size"]!.GetValue<int>(),
                Is.EqualTo(2));
        }
        using var missing = new MultipartFormDataContent { { new StringContent($"{Ada.Id}"), "chat_id" }, { new StringContent("attach://nowhere"), "document" } };
        Assert.That((await Bot.Post("sendDocument", missing))["description"]!.GetValue<string>(),
            Is.EqualTo("Bad Request: attached file not found"));
    }

    [Test]
    public async Task Uploads_nested_in_an_album_are_attached_once_each()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{Ada.Id}"), "chat_id" },
            { new StringContent("""[{"type":"document","media":"attach://a"},{"type":"document","media":"attach://b","thumbnail":"attach://t"}]"""), "media" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("first")), "a", "a.txt" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("second!")), "b", "b.txt" },
            { new ByteArrayContent(Runtime.Sandbox.SamplePicture.Png()), "t", "t.png" },
        };
        var album = (await Bot.Post("sendMediaGroup", form))["result"]!.AsArray();
        Assert.That(album.Select(part => part!["document"]!["file_size"]!.GetValue<int>()), Is.EqualTo(new[] { 5, 7 }));
        Assert.That((album[0]!["document"]!["thumbnail"], album[1]!["document"]!["thumbnail"]!["width"]!.GetValue<int>()), Is.EqualTo(((JsonNode?)null, 32)));
    }

    [Test]
    public async Task A_body_of_another_type_carries_no_arguments()
    {
        using var content = new StringContent($$"""{"chat_id":{{Ada.Id}},"text":"x"}""", Encoding.UTF8, "text/plain");
        Assert.That((await Bot.Post("sendMessage", content))["description"]!.GetValue<string>(),
            Is.EqualTo("Bad Request: chat_id is empty"));
    }

    [TestCase("HTML", "<b>x", "Can't find end tag corresponding to start tag \"b\"")]
    [TestCase("HTML", "é <blink>", "Unsupported start tag \"blink\" at byte offset 3")]
    [TestCase("MarkdownV2", "é *b", "Can't find end of Bold entity at byte offset 3")]
    [TestCase("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'")]
    [TestCase("Markdown", "a _b", "Can't find end of the entity starting at byte offset 2")]
    public async Task Broken_formatting_is_refused_in_texts_and_captions(string mode, string text, string problem)
    {
        var expected = "Bad Request: can't parse entities: " + problem;
        await Refused(400, expected, () => Api.SendMessage(Ada.Id, text, parseMode: new ParseMode(mode)));
        await Refused(400, expected, () => Api.SendPhoto(Ada.Id, Picture(), caption: text, parseMode: new ParseMode(mode)));
    }
}
