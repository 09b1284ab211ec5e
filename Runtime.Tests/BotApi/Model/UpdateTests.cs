using System.Text;
using System.Text.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class UpdateTests
{
    private static Update Parse(string json) => Update.Parse(Encoding.UTF8.GetBytes(json));

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
            Assert.That(update.ToString(), Is.EqualTo("update 500000001 (message) in chat -1001234567890"));
        }
    }

    [Test]
    public void A_value_of_the_wrong_shape_names_its_path()
    {
        var error = Assert.Throws<JsonException>(() => Parse("""{"update_id":1,"message":{"entities":[{"type":"bold"},{"offset":"x"}]}}"""));

        Assert.That(error!.Message, Is.EqualTo("$.message.entities[1].offset: expected Integer, found String"));
    }
}
