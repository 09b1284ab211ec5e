using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>Where a bot may write, and what it is told where it may not.</summary>
internal sealed class AccessTests : MethodTest
{
    [Test]
    public async Task A_stranger_is_not_found_and_a_known_user_must_write_first()
    {
        var bob = Telegram.User("Bob");
        await Refused(400, "Bad Request: chat not found", () => Api.SendMessage(bob.Id, "hi"));
        Telegram.Group("Lab", Ada, bob);
        Assert.That((await Api.GetChat(bob.Id)).FirstName, Is.EqualTo("Bob"), "known from the group");
        await Refused(403, "Forbidden: bot can't initiate conversation with a user",
            () => Api.SendMessage(bob.Id, "hi"));
        await bob.Starts();
        await Api.SendMessage(bob.Id, "hi");
        await bob.Hears("hi");
    }

    [Test]
    public async Task To_wait_for_the_bot_does_not_open_the_chat()
    {
        var bob = Telegram.User("Bob");
        var waiting = bob.Hears("hi");
        await Refused(400, "Bad Request: chat not found", () => Api.SendMessage(bob.Id, "hi"));
        await bob.Starts();
        await Api.SendMessage(bob.Id, "hi");
        await waiting.WaitAsync(Guard);
    }

    [Test]
    public async Task A_user_who_blocked_the_bot_is_told_of_and_not_written_to()
    {
        var sent = await Api.SendMessage(Ada.Id, "hi");
        await Ada.Blocks();
        var change = await News(update => update.MyChatMember);
        Assert.That((change.NewChatMember is ChatMemberBanned, change.Chat.Type), Is.EqualTo((true, ChatType.Private)));
        await Refused(403, "Forbidden: bot was blocked by the user", () => Api.SendMessage(Ada.Id, "hi"));
        await Refused(403, "Forbidden: bot was blocked by the user",
            () => Api.SendChatAction(Ada.Id, ChatAction.Typing));
        await Refused(403, "Forbidden: bot was blocked by the user",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: sent.MessageId, text: "x"));
        await Ada.Unblocks();
        Assert.That((await News(update => update.MyChatMember)).NewChatMember, Is.InstanceOf<ChatMemberMember>());
        await Api.SendMessage(Ada.Id, "hi again");
    }

    [TestCase("group")]
    [TestCase("supergroup")]
    [TestCase("channel")]
    public async Task A_bot_that_was_thrown_out_is_told_so(string type)
    {
        var chat = type switch { "group" => Telegram.Group("X", Ada), "channel" => Telegram.Channel("X", Ada), _ => Telegram.Supergroup("X", Ada) };
        await chat.RemovesBot();
        await Refused(403, $"Forbidden: bot was kicked from the {type} chat", () => Api.SendMessage(chat.Id, "x"));
    }

    [Test]
    public async Task A_bot_does_not_write_to_itself() =>
        await Refused(403, "Forbidden: bots can't send messages to bots", () => Api.SendMessage(Telegram.BotId, "x"));

    [Test]
    public async Task In_a_channel_a_bot_must_be_an_administrator_who_may_post()
    {
        var news = Telegram.Channel("News", Ada);
        var post = await Api.SendMessage(news.Id, "extra");
        Assert.That((post.From, post.SenderChat!.Id, post.Chat.Type),
            Is.EqualTo(((User?)null, news.Id, ChatType.Channel)));
        await news.PromotesBot("can_pin_messages");
        await Refused(400, "Bad Request: need administrator rights in the channel chat",
            () => Api.SendMessage(news.Id, "x"));
        await news.DemotesBot();
        await Refused(400, "Bad Request: need administrator rights in the channel chat",
            () => Api.SendMessage(news.Id, "x"));
    }

    [Test]
    public async Task What_a_group_forbids_is_refused_by_name()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        await lab.PromotesBot();
        await Api.SetChatPermissions(lab.Id, new ChatPermissions { CanSendPhotos = true });
        await lab.DemotesBot();
        await Api.SendPhoto(lab.Id, Picture());
        var sends = new Dictionary<string, Func<Task>>
        {
            ["text messages"] = () => Api.SendMessage(lab.Id, "x"),
            ["documents"] = () => Api.SendDocument(lab.Id, new byte[] { 1 }.ToInputFile("a.txt")),
            ["animations"] = () => Api.SendAnimation(lab.Id, new byte[] { 1 }.ToInputFile("a.mp4")),
            ["stickers"] = () => Api.SendSticker(lab.Id, Picture()),
            ["polls"] = () => Api.SendPoll(lab.Id, "?", [new() { Text = "!" }]),
            ["venues"] = () => Api.SendVenue(lab.Id, 1, 1, "x", "y"),
            ["locations"] = () => Api.SendLocation(lab.Id, 1, 1),
            ["voice notes"] = () => Api.SendVoice(lab.Id, new byte[] { 1 }.ToInputFile("a.ogg")),
        };
        foreach (var (name, send) in sends)
            await Refused(400, $"Bad Request: not enough rights to send {name} to the chat", send);
    }
}
