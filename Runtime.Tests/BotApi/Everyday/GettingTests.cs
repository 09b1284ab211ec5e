using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Model;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>What people ask messages, users, chats and updates for.</summary>
public sealed class GettingTests
{
    private const string Written = "Planted words";

    [Test]
    public void A_message_says_what_it_is()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new Message { Text = "hi" }.Type, Is.EqualTo(MessageType.Text));
            Assert.That(new Message { Photo = [], Caption = "x" }.Type, Is.EqualTo(MessageType.Photo));
            Assert.That(new Message { NewChatMembers = [] }.Type, Is.EqualTo(MessageType.NewChatMembers));
            Assert.That(new Message { DeleteChatPhoto = true }.Type, Is.EqualTo(MessageType.DeleteChatPhoto));
            Assert.That(new Message().Type.Value, Is.Empty);
        }
    }

    [Test]
    public void What_older_programs_understand_is_not_what_a_message_is()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new Message { Document = new Document(), Animation = new Animation() }.Type,
                Is.EqualTo(MessageType.Animation));
            Assert.That(new Message { Photo = [], LivePhoto = new LivePhoto() }.Type,
                Is.EqualTo(MessageType.LivePhoto));
            Assert.That(new Message { Location = new Location(1, 2), Venue = new Venue() }.Type,
                Is.EqualTo(MessageType.Venue));
        }
    }

    [Test]
    public void Kinds_and_statuses_can_be_named_in_a_switch()
    {
        static string Kind(Message message)
        {
            switch (message.Type.Value)
            {
                case MessageType.Values.Photo: return "a photo";
                case MessageType.Values.Text: return "words";
                default: return "something";
            }
        }

        static string Standing(ChatMember member) => member.Status switch
        {
            ChatMember.StatusValues.Creator or ChatMember.StatusValues.Administrator => "above",
            ChatMember.StatusValues.Kicked => "out",
            _ => "in",
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kind(new Message { Photo = [] }), Is.EqualTo("a photo"));
            Assert.That(Standing(new ChatMemberBanned()), Is.EqualTo("out"));
            Assert.That(new Chat { Type = ChatType.Private }.Type.Value is ChatType.Values.Private, Is.True);
        }
    }

    [Test]
    public void Entities_give_their_words_in_a_text_and_in_a_caption()
    {
        MessageEntity[] entities = [new(MessageEntityType.Hashtag, 3, 4), new(MessageEntityType.Url, 8, 9), new(MessageEntityType.Bold, 90, 5)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new Message { Text = "👋 #tag e.org/page", Entities = entities }.EntityValues(),
                Is.EqualTo((string[])["#tag", "e.org/pag", ""]));
            Assert.That(new Message { Caption = "👋 #tag", CaptionEntities = entities }.EntityValues(MessageEntityType.Hashtag), Is.EqualTo((string[])["#tag"]));
            Assert.That(new Message().EntityValues(), Is.Empty);
        }
    }

    [TestCase("/start abc-1", "abc-1")]
    [TestCase("/start@my_bot abc", "abc")]
    [TestCase("/start", null)]
    [TestCase("/start ", null)]
    [TestCase("/started abc", null)]
    [TestCase("say /start abc", null)]
    public void A_payload_is_what_follows_start(string text, string? payload) =>
        Assert.That(new Message { Text = text }.StartPayload, Is.EqualTo(payload));

    [Test]
    public void A_link_carries_a_payload_that_Telegram_takes()
    {
        var bot = new User { Id = 1, IsBot = true, Username = "my_bot" };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bot.StartLink("abc_1").AbsoluteUri, Is.EqualTo("https://t.me/my_bot?start=abc_1"));
            Assert.That(bot.StartLink().AbsoluteUri, Is.EqualTo("https://t.me/my_bot"));
            Assert.Throws<ArgumentException>(() => bot.StartLink("a b"));
            Assert.Throws<ArgumentException>(() => bot.StartLink(new string('a', 65)));
            Assert.Throws<InvalidOperationException>(() => new User { Id = 2 }.StartLink("x"));
        }
    }

    [Test]
    public void The_largest_photo_is_the_one_with_most_pixels() => Assert.That(
        new Message { Photo = [new() { Width = 90, Height = 90 }, new() { Width = 800, Height = 600, FileId = "big" }, new() { Width = 320, Height = 240 }] }.LargestPhoto!.FileId,
        Is.EqualTo("big"));

    [Test]
    public void Names_are_put_together()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new User { FirstName = "Ada", LastName = "L" }.FullName, Is.EqualTo("Ada L"));
            Assert.That(new User { FirstName = "Ada" }.FullName, Is.EqualTo("Ada"));
            Assert.That(new Chat { Title = "Club" }.FullName, Is.EqualTo("Club"));
            Assert.That(new Chat { FirstName = "Ada", LastName = "L" }.FullName, Is.EqualTo("Ada L"));
        }
    }

    [Test]
    public void Administrators_and_members_are_told()
    {
        ChatMember[] members = [new ChatMemberOwner(), new ChatMemberAdministrator(), new ChatMemberMember(), new ChatMemberRestricted { IsMember = true }, new ChatMemberRestricted(), new ChatMemberLeft(), new ChatMemberBanned()];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(members.Select(member => member.IsAdmin), Is.EqualTo((bool[])[true, true, false, false, false, false, false]));
            Assert.That(members.Select(member => member.IsInChat), Is.EqualTo((bool[])[true, true, true, true, false, false, false]));
        }
    }

    /// <summary>
    /// Every kind of update that names a chat or a user, from the schema: a new kind cannot be forgotten.
    /// </summary>
    [Test]
    public void An_update_of_any_kind_gives_its_chat_and_its_user()
    {
        var types = BotApiSchema.Load("bot-api.json")["types"]!;
        foreach (var kind in types["Update"]!["fields"]!.AsArray().Where(field => !(bool)field!["required"]!))
        {
            var fields = types[(string)kind!["type"]!]!["fields"]!.AsArray();
            var content = new JsonObject();
            foreach (var field in fields.Where(field => (string?)field!["type"] is "Chat" or "User"))
                content[(string)field!["name"]!] = new JsonObject { ["id"] = (string?)field["type"] == "Chat" ? -5 : 5 };
            var names = fields.ToLookup(field => (string)field!["type"]!, field => (string)field!["name"]!);
            var update = Update.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["update_id"] = 1, [(string)kind["name"]!] = content }.ToJsonString()));

            Assert.That(update.Chat is not null, Is.EqualTo(names["Chat"].Any()), $"chat of {update.Type}");
            Assert.That(update.User is not null, Is.EqualTo(names["User"].Any()), $"user of {update.Type}");
        }
    }

    [Test]
    public void The_text_forms_help_and_hold_nothing_that_somebody_wrote()
    {
        var chat = new Chat { Id = -5, Type = ChatType.Supergroup, Title = Written, Username = Written };
        var user = new User { Id = 5, FirstName = Written, Username = Written };
        var message = new Message { MessageId = 7, Chat = chat, From = user, Text = Written };

        Assert.That((message.ToString(), user.ToString(), chat.ToString()),
            Is.EqualTo(("message 7 (text) in supergroup chat -5", "user 5", "supergroup chat -5")));
    }
}
