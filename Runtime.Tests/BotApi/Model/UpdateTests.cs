using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class UpdateTests
{
    // What Telegram says nothing about: neither a chat nor a user.
    private static readonly string[] Anonymous = ["poll"];

    private static IEnumerable<string> Kinds =>
        BotApiSchema.KindsOfUpdate;

    [Test]
    public void A_message_update_is_decoded()
    {
        var update = Parse("""
            {"update_id":500000001,
            "message":{"message_id":7,"from":{"id":6000000001,"is_bot":false,"first_name":"Ada"},
            "chat":{"id":-1001234567890,"type":"supergroup","title":"Engines"},"date":1700000000,
            "text":"h\u00e9llo","entities":[{"type":"bold","offset":0,"length":5}]}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(update.UpdateId, Is.EqualTo(500000001));
            Assert.That(update.Type, Is.EqualTo(UpdateType.Message));
            Assert.That(update.Message!.From!.Id, Is.EqualTo(6000000001));
            Assert.That(update.Message.Chat.Type, Is.EqualTo(ChatType.Supergroup));
            Assert.That(update.Message.Date, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1700000000)));
            Assert.That(update.Message.Text, Is.EqualTo("héllo"));
            Assert.That(update.Message.Entities!.Single().Type, Is.EqualTo(MessageEntityType.Bold));
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Every_kind_knows_its_type_and_whom_it_is_about(string kind)
    {
        var update = (Update)Recode.Decode("Update", OfKind(kind));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(update.Type.Value, Is.EqualTo(kind));
            Assert.That(update.UnknownJson, Is.Null);
            Assert.That(update.Chat is not null || update.User is not null, Is.EqualTo(!Anonymous.Contains(kind)));
        }
    }

    [Test]
    public void A_kind_of_a_later_version_keeps_its_name_and_JSON()
    {
        var update = Parse("""{"update_id":5,"brand_new":{"chat":{"id":1},"x":[1,2]}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(update.Type, Is.EqualTo(new UpdateType("brand_new")));
            Assert.That(update.UnknownJson!.Value.GetProperty("x")[1].GetInt32(), Is.EqualTo(2));
            Assert.That(update.Chat, Is.Null);
            Assert.That(update.ToString(), Is.EqualTo("update 5 (brand_new)"));
        }
    }

    [Test]
    public void A_field_beside_a_known_kind_does_not_change_the_kind()
    {
        var update = Parse("""{"update_id":5,"brand_new":1,"poll":{"id":"7"}}""");

        Assert.That(update.Type, Is.EqualTo(UpdateType.Poll));
    }

    [Test]
    public void An_update_without_a_kind_is_still_an_update()
    {
        var update = Parse("""{"update_id":5}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(update.Type, Is.EqualTo(default(UpdateType)));
            Assert.That(update.ToString(), Is.EqualTo("update 5 (no kind)"));
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public void Its_text_form_is_short_and_tells_nothing_that_people_wrote(string kind)
    {
        var text = Recode.Decode("Update", OfKind(kind)).ToString()!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.StartWith("update ").And.Contain($"({kind})"));
            Assert.That(text, Does.Not.Contain("text "));
            Assert.That(text, Has.Length.LessThan(100));
        }
    }

    [Test]
    public void A_text_form_with_the_chat_names_its_id() =>
        Assert.That(Parse("""{"update_id":1,"message":{"chat":{"id":-100}}}""").ToString(), Is.EqualTo("update 1 (message) in chat -100"));

    [Test]
    public void A_media_group_is_no_part_of_the_JSON()
    {
        var update = new Update { UpdateId = 1, Message = new Message { MessageId = 2 }, MediaGroup = [new Message()] };

        Assert.That(Recode.Encode(update).AsObject().Select(item => item.Key), Is.EquivalentTo(new[] { "update_id", "message" }));
    }

    [Test]
    public void A_callback_of_a_message_out_of_reach_still_has_its_chat()
    {
        var update = Parse("""{"update_id":1,"callback_query":{"id":"1","from":{"id":9},"message":{"date":0,"message_id":4,"chat":{"id":-7}}}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(update.CallbackQuery!.Message, Is.TypeOf<InaccessibleMessage>());
            Assert.That(update.Chat!.Id, Is.EqualTo(-7));
            Assert.That(update.User!.Id, Is.EqualTo(9));
        }
    }

    private static Update Parse(string json) => Update.Parse(Encoding.UTF8.GetBytes(json));

    private static JsonObject OfKind(string kind)
    {
        var field = BotApiSchema.Fields("Update").Single(field => (string)field["name"]! == kind);
        return new JsonObject { ["update_id"] = 1, [kind] = Sample.Full((string)field["type"]!) };
    }
}
