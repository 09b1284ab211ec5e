using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>People and the bot's methods, over plain HTTP.</summary>
internal sealed class ConversationTests : SandboxTest
{
    protected override TelegramSandboxOptions Options() => new() { TimeProvider = Time };

    [Test]
    public async Task A_bot_cannot_write_to_a_user_who_never_wrote_or_has_stopped_it()
    {
        var ada = Telegram.User("Ada");
        Assert.That(await Bot.Error(400, "sendMessage", Text(ada, "hi")), Is.EqualTo("Bad Request: chat not found"));
        await ada.Starts();
        await Send(ada, "hi");
        await ada.Hears("hi");
        await ada.Blocks();
        Assert.That(await Bot.Error(403, "sendMessage", Text(ada, "hi")),
            Is.EqualTo("Forbidden: bot was blocked by the user"));
    }

    [Test]
    public async Task A_message_is_edited_once_and_not_for_nothing()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        var arguments = new JsonObject { ["chat_id"] = ada.Id, ["message_id"] = await Send(ada, "one"), ["text"] = "two" };
        await Bot.Result("editMessageText", (JsonObject)arguments.DeepClone());
        Assert.That((await ada.Hears("two")).IsEdited, Is.True);
        Assert.That(await Bot.Error(400, "editMessageText", arguments),
            Does.StartWith("Bad Request: message is not modified: "));
    }

    [Test]
    public async Task A_deleted_message_is_gone()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        var arguments = new JsonObject { ["chat_id"] = ada.Id, ["message_id"] = await Send(ada, "oops") };
        var message = await ada.Hears("oops");
        await Bot.Result("deleteMessage", (JsonObject)arguments.DeepClone());
        await ada.SeesDeleted(message);
        Assert.That(await Bot.Error(400, "deleteMessage", arguments),
            Is.EqualTo("Bad Request: message to delete not found"));
    }

    [Test]
    public async Task A_pressed_button_is_a_callback_query_that_is_answered_once()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        var question = Text(ada, "Sure?");
        question["reply_markup"] = Json("{'inline_keyboard':[[{'text':'Yes','callback_data':'y'}]]}");
        await Bot.Result("sendMessage", question);
        var press = await ada.Presses("Yes");
        var query = (await Bot.Result("getUpdates", Json("{'offset':-1}")))[0]!["callback_query"]!;
        Assert.That((query["data"]!.GetValue<string>(), query["message"]!["text"]!.GetValue<string>()),
            Is.EqualTo(("y", "Sure?")));
        await Bot.Result("answerCallbackQuery",
            new JsonObject { ["callback_query_id"] = query["id"]!.DeepClone(), ["text"] = "Done" });
        Assert.That(await press.IsAnswered(), Is.EqualTo("Done"));
        Assert.That(await Bot.Error(400, "answerCallbackQuery", new JsonObject { ["callback_query_id"] = query["id"]!.DeepClone() }), Does.Contain("query is too old"));
    }

    [Test]
    public async Task A_photo_can_be_fetched_and_sent_again_by_its_id()
    {
        var ada = Telegram.User("Ada");
        await ada.SendsPhoto(caption: "look");
        var photo = (await Bot.Result("getUpdates"))[0]!["message"]!["photo"]![0]!;
        Assert.That(photo["width"]!.GetValue<int>(), Is.EqualTo(32));
        var file = await Bot.Result("getFile", new JsonObject { ["file_id"] = photo["file_id"]!.DeepClone() });
        var bytes = await Bot.Http.GetByteArrayAsync(new Uri($"{Telegram.BaseUrl}/file/bot{Telegram.Token}/{file["file_path"]}"));
        Assert.That(bytes, Has.Length.EqualTo(photo["file_size"]!.GetValue<int>()));
        await Bot.Result("sendPhoto", new JsonObject { ["chat_id"] = ada.Id, ["photo"] = photo["file_id"]!.DeepClone(), ["caption"] = "again" });
        await ada.Hears("again");
    }

    [Test]
    public async Task An_album_comes_in_and_goes_out_as_messages_of_one_group()
    {
        var ada = Telegram.User("Ada");
        var sent = await ada.SendsAlbum(3, "holiday");
        Assert.That(sent.Select(part => part.MediaGroupId).Distinct().Count(), Is.EqualTo(1));
        var ids = (await Bot.Result("getUpdates")).AsArray()
            .Select(update => update!["message"]!["photo"]![0]!["file_id"]!.GetValue<string>());
        var media = new JsonArray(
            [.. ids.Select(JsonNode? (id) => new JsonObject { ["type"] = "photo", ["media"] = id })]);
        var back = (await Bot.Result("sendMediaGroup", new JsonObject { ["chat_id"] = ada.Id, ["media"] = media }))
            .AsArray();
        Assert.That(back, Has.Count.EqualTo(3));
        Assert.That(back.Select(part => part!["media_group_id"]!.GetValue<string>()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_group_hears_replies_forwards_and_copies()
    {
        var (ada, bob) = (Telegram.User("Ada"), Telegram.User("Bob"));
        var lab = Telegram.Group("Lab", ada, bob);
        var said = await ada.In(lab).Says("hello all");
        var reply = new JsonObject { ["chat_id"] = lab.Id, ["text"] = "and you", ["reply_parameters"] = new JsonObject { ["message_id"] = said.Id } };
        Assert.That((await Bot.Result("sendMessage", reply))["reply_to_message"]!["text"]!.GetValue<string>(),
            Is.EqualTo("hello all"));
        await bob.In(lab).Hears("and you");
        var source = new JsonObject { ["chat_id"] = lab.Id, ["from_chat_id"] = lab.Id, ["message_id"] = said.Id };
        var forwarded = await Bot.Result("forwardMessage", (JsonObject)source.DeepClone());
        Assert.That(forwarded["forward_origin"]!["sender_user"]!["first_name"]!.GetValue<string>(), Is.EqualTo("Ada"));
        Assert.That((await Bot.Result("copyMessage", source)).AsObject().Select(member => member.Key), Is.EqualTo(new[] { "message_id" }));
    }

    [Test]
    public async Task A_channel_posts_and_counts_its_members()
    {
        var ada = Telegram.User("Ada");
        var news = Telegram.Channel("News", ada);
        await ada.In(news).Says("first");
        var updates = (await Bot.Result("getUpdates")).AsArray();
        Assert.That(updates.Select(update => update!.AsObject().Last().Key), Is.EqualTo(new[] { "my_chat_member", "channel_post" }));
        Assert.That((await Bot.Result("getChatMemberCount", new JsonObject { ["chat_id"] = news.Id })).GetValue<int>(),
            Is.EqualTo(2));
    }

    [Test]
    public async Task An_inline_query_is_answered_and_a_result_chosen()
    {
        var ada = Telegram.User("Ada");
        await ada.Starts();
        var asked = ada.Asks("cats");
        var query = (await Bot.Result("getUpdates", Json("{'offset':-1}")))[0]!["inline_query"]!;
        var results = new JsonArray(Json("{'type':'article','id':'1','title':'Cat','input_message_content':{'message_text':'meow'}}"));
        await Bot.Result("answerInlineQuery",
            new JsonObject { ["inline_query_id"] = query["id"]!.DeepClone(), ["results"] = results });
        var answer = await asked;
        Assert.That(answer.Titles, Is.EqualTo(new[] { "Cat" }));
        Assert.That((await answer.Picks("Cat")).Text, Is.EqualTo("meow"));
        var chosen = (await Bot.Result("getUpdates", Json("{'offset':-1}")))[0]!["chosen_inline_result"]!;
        Assert.That(chosen["result_id"]!.GetValue<string>(), Is.EqualTo("1"));
    }

    [Test]
    public async Task Commands_are_kept_by_scope()
    {
        await Bot.Result("setMyCommands",
            Json("{'commands':[{'command':'help','description':'Says what it can do'}]}"));
        Assert.That((await Bot.Result("getMyCommands")).ToJsonString(), Is.EqualTo("""[{"command":"help","description":"Says what it can do"}]"""));
        Assert.That((await Bot.Result("getMyCommands", Json("{'scope':{'type':'all_private_chats'}}"))).AsArray(),
            Is.Empty);
    }

    [Test]
    public async Task A_wait_that_fails_tells_the_story()
    {
        await using var hasty = await TelegramSandbox.Start(new TelegramSandboxOptions { WaitTimeout = TimeSpan.FromMilliseconds(50) });
        var ada = hasty.User("Ada");
        await ada.Says("anybody there?");
        var thrown = await Assert.ThrowsAsync<SandboxWaitException>(async () => await ada.Hears("yes"));
        Assert.That(thrown!.Message, Does.Contain("Ada expected to hear \"yes\"").And.Contain("Ada: anybody there?").And.Contain("1 updates pending"));
    }

    private static JsonObject Text(SandboxUser to, string text) => new() { ["chat_id"] = to.Id, ["text"] = text };

    private async Task<int> Send(SandboxUser to, string text) =>
        (await Bot.Result("sendMessage", Text(to, text)))["message_id"]!.GetValue<int>();
}
