using System.Text;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>What the real service does and the sandbox once did not; the values are the real server's.</summary>
internal sealed class ServiceFactTests : MethodTest
{
    [TestCase("attachment.txt", "attachment.txt")]
    [TestCase("\"quoted name.txt\"", "quoted name.txt")]
    [TestCase("my holiday.txt", "my holiday.txt")]
    [TestCase("na%20me%C3%A9.txt", "na me\u00e9.txt")]
    [TestCase("\"50%25.txt\"", "50%.txt")]
    public async Task The_name_of_an_upload_may_be_bare_and_is_percent_decoded(string written, string name)
    {
        // Byte for byte, for a client's own library writes names its own way.
        var body = $"--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n{Ada.Id}\r\n"
            + $"--b\r\nContent-Disposition: form-data; name=document; filename={written}\r\n\r\nabc\r\n--b--\r\n";
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        var answer = await Bot.Post("sendDocument", content);

        Assert.That(answer["result"]?["document"]?["file_name"]?.GetValue<string>(), Is.EqualTo(name),
            answer.ToJsonString());
    }

    [Test]
    public async Task The_options_of_a_poll_may_be_texts()
    {
        var poll = await Bot.Result("sendPoll",
            new JsonObject { ["chat_id"] = Ada.Id, ["question"] = "Tea?", ["options"] = new JsonArray("Yes", "No") });
        Assert.That(poll["poll"]!["options"]!.AsArray().Select(option => option!["text"]!.GetValue<string>()), Is.EqualTo(new[] { "Yes", "No" }));
    }

    [Test]
    public async Task Members_and_reactions_are_told_to_administrators_only()
    {
        var bob = Telegram.User("Bob");
        var lab = Telegram.Supergroup("Lab", Ada, bob);
        var sent = await Api.SendMessage(lab.Id, "nice?");
        await News();
        await bob.In(lab).Reacts("👍");
        await lab.Leaves(bob);
        Assert.That(await Kinds(), Is.EqualTo(new[] { "message" }), "left_chat_member alone");

        await lab.PromotesBot();
        await lab.Joins(bob);
        await News();
        await bob.In(lab).Reacts("🔥");
        await lab.Leaves(bob);
        Assert.That(await Kinds(), Is.EqualTo(new[] { "message_reaction", "chat_member", "message" }));
        Assert.That(sent.MessageId, Is.Positive);
    }

    [Test]
    public async Task Who_comes_by_themselves_is_said_to_have_done_so_in_message_and_update()
    {
        var bob = Telegram.User("Bob");
        var lab = Telegram.Supergroup("Lab", Ada);
        await lab.PromotesBot();
        await Ada.In(lab).Says("first");
        await News();

        await lab.Joins(bob);

        var news = await News();
        Assert.That(news.Single(update => update.ChatMember is not null).ChatMember!.From.Id, Is.EqualTo(bob.Id));
        var message = news.Single(update => update.Message is not null).Message!;
        Assert.That((message.From!.Id, message.NewChatMembers!.Single().Id), Is.EqualTo((bob.Id, bob.Id)));
    }

    [Test]
    public async Task The_bot_is_brought_by_the_owner_and_sees_itself_come()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        await Ada.In(lab).Says("first");
        await lab.RemovesBot();
        await News();

        await lab.DemotesBot();

        var news = await News();
        Assert.That(news.Single(update => update.MyChatMember is not null).MyChatMember!.From.Id, Is.EqualTo(Ada.Id));
        var message = news.Single(update => update.Message is not null).Message!;
        Assert.That((message.From!.Id, message.NewChatMembers!.Single().Id), Is.EqualTo((Ada.Id, Telegram.BotId)));
    }

    [TestCase("HTML", "<a href=\"tg://user?id={0}\">she</a>")]
    [TestCase("MarkdownV2", "[she](tg://user?id={0})")]
    [TestCase("Markdown", "[she](tg://user?id={0})")]
    public async Task A_link_to_a_user_is_a_mention_and_an_unknown_user_is_plain_text(string mode, string text)
    {
        async Task<JsonNode> Send(long id) => await Bot.Result("sendMessage", new JsonObject { ["chat_id"] = Ada.Id, ["parse_mode"] = mode, ["text"] = text.Replace("{0}", $"{id}", StringComparison.Ordinal) });

        var mention = (await Send(Ada.Id))["entities"]!.AsArray().Single()!;
        Assert.That((mention["type"]!.GetValue<string>(), mention["user"]!["first_name"]!.GetValue<string>()),
            Is.EqualTo(("text_mention", "Ada")));
        Assert.That((await Send(99_999))["entities"], Is.Null);
    }

    [TestCase("HTML", "<tg-time unix=\"1647531900\" format=\"wDT\">tomorrow</tg-time>")]
    [TestCase("MarkdownV2", "![tomorrow](tg://time?unix=1647531900&format=wDT)")]
    public async Task A_time_is_an_entity_that_each_reader_sees_in_the_own_zone(string mode, string text)
    {
        var sent = await Bot.Result(
            "sendMessage", new JsonObject { ["chat_id"] = Ada.Id, ["parse_mode"] = mode, ["text"] = text });
        var entity = sent["entities"]!.AsArray().Single()!;
        Assert.That(
            (entity["type"]!.GetValue<string>(), entity["unix_time"]!.GetValue<long>(),
                entity["date_time_format"]!.GetValue<string>()),
            Is.EqualTo(("date_time", 1_647_531_900L, "wDT")));
    }

    [Test]
    public async Task A_telephone_number_is_found()
    {
        var sent = await Bot.Result(
            "sendMessage", new JsonObject { ["chat_id"] = Ada.Id, ["text"] = "call +1 212 555 0123 now" });
        var entity = sent["entities"]!.AsArray().Single()!;
        Assert.That((entity["type"]!.GetValue<string>(), entity["offset"]!.GetValue<int>(), entity["length"]!.GetValue<int>()), Is.EqualTo(("phone_number", 5, 15)));
    }

    [Test]
    public async Task A_forward_has_the_old_fields_too()
    {
        var said = await Ada.Says("hi");
        var forward = await Bot.Result("forwardMessage",
            new JsonObject { ["chat_id"] = Ada.Id, ["from_chat_id"] = Ada.Id, ["message_id"] = said.Id });
        Assert.That(forward["forward_from"]!["id"]!.GetValue<long>(), Is.EqualTo(Ada.Id));
        Assert.That(forward["forward_date"]!.GetValue<long>(),
            Is.EqualTo(forward["forward_origin"]!["date"]!.GetValue<long>()));

        var news = Telegram.Channel("News", Ada);
        var post = await Api.SendMessage(news.Id, "extra");
        forward = await Bot.Result("forwardMessage",
            new JsonObject { ["chat_id"] = Ada.Id, ["from_chat_id"] = news.Id, ["message_id"] = post.MessageId });
        Assert.That((forward["forward_from_chat"]!["id"]!.GetValue<long>(), forward["forward_from_message_id"]!.GetValue<long>()), Is.EqualTo((news.Id, post.MessageId)));
        Assert.That(forward["forward_from"], Is.Null);
    }

    [Test]
    public async Task Methods_are_known_by_their_old_names()
    {
        var bob = Telegram.User("Bob");
        var lab = Telegram.Supergroup("Lab", Ada, bob);
        await lab.PromotesBot();
        Assert.That((await Bot.Result("getChatMembersCount", new JsonObject { ["chat_id"] = lab.Id })).GetValue<int>(),
            Is.EqualTo(3));
        await Bot.Result("kickChatMember", new JsonObject { ["chat_id"] = lab.Id, ["user_id"] = bob.Id });
        Assert.That((await Bot.Result("getChatMembersCount", new JsonObject { ["chat_id"] = lab.Id })).GetValue<int>(),
            Is.EqualTo(2));
        Assert.That(await Bot.Error(501, "setStickerSetThumb", new JsonObject { ["name"] = "x", ["user_id"] = bob.Id, ["format"] = "static" }), Does.Contain("setStickerSetThumbnail"));
    }

    [Test]
    public async Task An_unknown_method_is_not_found() =>
        Assert.That(await Bot.Error(404, "sendNothing"), Is.EqualTo("Not Found: method not found"));

    [Test]
    public async Task A_web_app_opens_by_https_and_from_private_chats_only()
    {
        JsonObject Message(long chat, string url) => new()
        {
            ["chat_id"] = chat,
            ["text"] = "app",
            ["reply_markup"] = new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "Open", ["web_app"] = new JsonObject { ["url"] = url } })) },
        };
        await Bot.Result("sendMessage", Message(Ada.Id, "https://example.org/app"));
        Assert.That(await Bot.Error(400, "sendMessage", Message(Ada.Id, "http://example.org/app")),
            Is.EqualTo("Bad Request: inline keyboard button Web App URL 'http://example.org/app' is invalid: Only HTTPS links are allowed"));
        var lab = Telegram.Supergroup("Lab", Ada);
        Assert.That(await Bot.Error(400, "sendMessage", Message(lab.Id, "https://example.org/app")),
            Is.EqualTo("Bad Request: BUTTON_TYPE_INVALID"));
    }

    [TestCase("example.org", "http://example.org/")]
    [TestCase("https://example.org", "https://example.org/")]
    [TestCase("https://example.org/a?b=c", "https://example.org/a?b=c")]
    [TestCase("tg://user?id=5", "tg://user?id=5")]
    public async Task A_buttons_link_is_given_back_in_full(string url, string expected)
    {
        var sent = await Bot.Result("sendMessage", new JsonObject
        {
            ["chat_id"] = Ada.Id,
            ["text"] = "link",
            ["reply_markup"] = new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "Open", ["url"] = url })) },
        });
        Assert.That(sent["reply_markup"]!["inline_keyboard"]![0]![0]!["url"]!.GetValue<string>(), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_file_id_begins_with_what_tells_its_kind()
    {
        Assert.That((await Api.SendPhoto(Ada.Id, Picture())).Photo![0].FileId, Does.StartWith("AgAC"));
        Assert.That((await Api.SendDocument(Ada.Id, Encoding.UTF8.GetBytes("a").ToInputFile("a.txt"))).Document!.FileId,
            Does.StartWith("BQAC"));
        Assert.That((await Api.SendVoice(Ada.Id, Encoding.UTF8.GetBytes("a").ToInputFile("a.ogg"))).Voice!.FileId,
            Does.StartWith("AwAC"));
        Assert.That((await Api.SendVideo(Ada.Id, Encoding.UTF8.GetBytes("a").ToInputFile("a.mp4"))).Video!.FileId,
            Does.StartWith("BAAC"));
    }
}
