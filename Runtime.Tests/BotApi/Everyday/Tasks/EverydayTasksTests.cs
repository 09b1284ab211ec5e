using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday.Tasks;

/// <summary>The everyday tasks do, for somebody who talks to the bot, what they look like.</summary>
internal sealed class EverydayTasksTests : MethodTest
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("tasks-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Words_come_back()
    {
        await OurTasks.Echo(Api, await Said("hi"));

        await Ada.Hears("You said: hi");
    }

    [Test]
    public async Task A_name_is_bold_whatever_is_in_it()
    {
        var eve = Telegram.User("<Eve>", "& Co");
        await eve.Starts();
        await OurTasks.Format(Api, await Message());

        var heard = await eve.Hears("Welcome, <Eve> & Co");
        Assert.That((string?)heard.ToJson()["entities"]![0]!["type"], Is.EqualTo("bold"));
    }

    [Test]
    public async Task A_message_is_replied_to()
    {
        var message = await Said("hi");
        await OurTasks.Reply(Api, message);

        var heard = await Ada.Hears("Got it");
        Assert.That((int)heard.ToJson()["reply_to_message"]!["message_id"]!, Is.EqualTo(message.MessageId));
    }

    [Test]
    public async Task A_reply_in_a_topic_stays_in_the_topic()
    {
        var forum = Telegram.Forum("Club", Ada);
        var topic = await forum.StartsTopic(Ada, "Tea");
        await News();
        await Ada.In(topic).Says("hi");
        await Api.Reply(await Message(), markdown: $"*{"Got. it!"}*");

        await Ada.In(topic).Hears("Got. it!");
    }

    [Test]
    public async Task A_pressed_button_is_answered_and_its_message_edited()
    {
        await OurTasks.Buttons(Api, await Said("thirsty"));
        Assert.That((await Ada.Hears("Tea or coffee?")).Buttons, Is.EqualTo((string[])["Tea", "Coffee"]));
        var press = await Ada.Presses("Tea");
        await OurTasks.Press(Api, (await News()).Single().CallbackQuery!);

        Assert.That(await press.IsAnswered(), Is.EqualTo("Coming"));
        await Ada.Hears("You chose tea");
    }

    [Test]
    public async Task A_keyboard_is_a_list_of_texts()
    {
        await OurTasks.Keyboard(Api, await Said("do it"));

        var keyboard = (await Ada.Hears("Sure?")).ToJson();
        await Ada.Presses("Yes");
        Assert.That((await Message()).Text, Is.EqualTo("Yes"), keyboard.ToJsonString());
    }

    [Test]
    public async Task A_photo_goes_out_from_the_disk_and_comes_in_to_it()
    {
        var (sent, received) = (Path.Combine(_folder, "sent.jpg"), Path.Combine(_folder, "received.jpg"));
        await Ada.SendsPhoto();
        var picture = await Message();
        await OurTasks.Download(Api, picture, sent);
        await OurTasks.Photo(Api, picture, sent);
        var heard = await Ada.Hears("A cat");
        await Api.Download((string)heard.ToJson()["photo"]![0]!["file_id"]!, received);

        Assert.That(File.ReadAllBytes(received), Is.EqualTo(File.ReadAllBytes(sent)).And.Not.Empty);
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2), "no part of a file is left");
    }

    [Test]
    public async Task A_download_that_fails_leaves_nothing_and_destroys_nothing()
    {
        var path = Path.Combine(_folder, "kept.jpg");
        await File.WriteAllTextAsync(path, "kept");

        await Assert.ThrowsAsync<ApiRequestException>(() => Api.Download("AgACAgQAAxkBAAIB", path));
        await Assert.ThrowsAsync<ArgumentException>(() => Api.Download("photos/file_1.jpg", path));

        Assert.That((await File.ReadAllTextAsync(path), Directory.GetFiles(_folder).Length), Is.EqualTo(("kept", 1)));
    }

    [Test]
    public async Task Pictures_that_Telegram_stores_become_an_album()
    {
        await Ada.SendsPhoto();
        var id = (await Message()).LargestPhoto!.FileId;
        await OurTasks.Album(Api, await Said("album"), id, id);

        var first = await Ada.Hears(message => message.MediaGroupId.Length > 0);
        var second = await Ada.Hears(message => message.MediaGroupId.Length > 0);
        Assert.That(second.MediaGroupId, Is.EqualTo(first.MediaGroupId));
    }

    [Test]
    public async Task Bytes_become_a_document()
    {
        await OurTasks.Document(Api, await Said("report"), [1, 2, 3]);

        var heard = await Ada.Hears(message => message.ToJson()["document"] is not null);
        Assert.That((string?)heard.ToJson()["document"]!["file_name"], Is.EqualTo("report.csv"));
    }

    [Test]
    public async Task A_poll_is_asked()
    {
        await OurTasks.Poll(Api, await Said("hungry"));
        await Ada.Votes("Pizza");

        Assert.That((await News()).Select(update => update.Poll ?? new Poll()).Any(poll => poll.Options.Any(option => option is { Text: "Pizza", VoterCount: 1 })), Is.True);
    }

    [Test]
    public async Task The_menu_has_its_commands()
    {
        await OurTasks.Commands(Api);

        Assert.That((await Api.GetMyCommands()).Select(command => $"{command.Command}: {command.Description}"), Is.EqualTo((string[])["start: Begin", "help: Help"]));
    }

    [Test]
    public async Task An_inline_query_is_answered()
    {
        var asking = Ada.Asks("hello");
        await OurTasks.Inline(Api, (await Api.GetUpdates(-1, timeout: 10)).Single().InlineQuery!);

        var answer = await asking;
        Assert.That(answer.Titles, Is.EqualTo((string[])["Hello"]));
        Assert.That((await answer.Picks("Hello")).Text, Is.EqualTo("Hello, world"));
    }

    [Test]
    public async Task A_payment_is_confirmed()
    {
        await OurTasks.Invoice(Api, await Said("buy"));
        var paying = Ada.Pays();
        await OurTasks.Confirm(Api, (await Api.GetUpdates(-1, timeout: 10)).Single().PreCheckoutQuery!);

        Assert.That((await paying).IsPaid, Is.True);
    }

    [Test]
    public async Task A_payment_that_is_refused_says_why()
    {
        await OurTasks.Invoice(Api, await Said("buy"));
        var paying = Ada.Pays();
        await Api.Answer((await Api.GetUpdates(-1, timeout: 10)).Single().PreCheckoutQuery!, "Sold out");

        Assert.That((await paying).Error, Does.Contain("Sold out"));
    }

    [Test]
    public async Task An_administrator_may_have_somebody_thrown_out()
    {
        var eve = Telegram.User("Eve");
        var club = Telegram.Supergroup("Club", Ada, eve);
        await club.PromotesBot();
        var spam = await eve.In(club).Says("spam");
        await News();
        await Ada.In(club).Says("/ban", spam);
        var order = await Message();
        await OurTasks.Ban(Api, order);

        Assert.That(await Api.GetChatMember(club.Id, eve.Id),
            Is.InstanceOf<ChatMemberBanned>().And.Property(nameof(ChatMember.IsInChat)).False);
    }

    [Test]
    public async Task A_long_text_comes_in_parts_with_its_formatting()
    {
        var text = new FormattedTextBuilder().Text(new string('a', 4000)).Text(" ").Bold(new string('b', 200)).Build();
        foreach (var part in text.Split())
            await Api.SendMessage(Ada.Id, part);

        await Ada.Hears(new string('a', 4000));
        Assert.That((int)(await Ada.Hears(new string('b', 200))).ToJson()["entities"]![0]!["length"]!, Is.EqualTo(200));
    }

    [Test]
    public async Task A_caption_is_edited_where_the_message_has_media()
    {
        await Ada.SendsPhoto();
        var sent = await Api.SendPhoto(Ada.Id, (await Message()).LargestPhoto!.FileId, html: $"<i>{"before"}</i>");
        var edited = await Api.Edit(
            sent, new FormattedTextBuilder().Bold("after"), replyMarkup: new InlineKeyboardMarkup(("Ok", "ok")));
        var bare = await Api.Edit(edited, replyMarkup: null);

        Assert.That((sent.Caption, edited.Caption, edited.CaptionEntities![0].Type, bare.ReplyMarkup),
            Is.EqualTo(("before", "after", MessageEntityType.Bold, (InlineKeyboardMarkup?)null)));
    }

    [Test]
    public async Task A_payload_of_a_link_comes_back()
    {
        var link = (await Api.GetMe()).StartLink("from-a-friend");
        await Ada.Starts(link.Query["?start=".Length..]);

        Assert.That((await Message()).StartPayload, Is.EqualTo("from-a-friend"));
    }

    private async Task<Message> Said(string text)
    {
        await Ada.Says(text);
        return await Message();
    }

    private async Task<Message> Message() => (await News()).Select(update => update.Message).OfType<Message>().Last();
}
