using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class WrongShapeTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static IEnumerable<string> Objects => BotApiSchema.ObjectNames;

    private static IEnumerable<string> Types => BotApiSchema.TypeNames;

    [TestCaseSource(nameof(Objects))]
    public void A_wrong_value_of_any_field_names_its_path(string type)
    {
        foreach (var field in BotApiSchema.Fields(type).Where(field => field["const"] is null || type == "RefundedPayment"))
        {
            var name = (string)field["name"]!;
            if (type is "ReplyKeyboardRemove" or "ForceReply" && (string)field["type"]! == "True")
                continue;
            var json = Sample.Minimal(type).AsObject();
            json[name] = Wrong((string)field["type"]!);

            var error = Assert.Throws<JsonException>(() => Recode.Decode(type, json), $"{type}.{name}");

            Assert.That(error!.Path, Is.EqualTo("$." + name));
            Assert.That(error.Message, Does.StartWith($"$.{name}: expected "));
        }
    }

    [TestCaseSource(nameof(Types))]
    public void Nothing_but_an_object_is_an_object(string type)
    {
        var wrong = type is "RichText" or "InputFile" ? "true" : "\"text\"";

        var error = Assert.Throws<JsonException>(() => Recode.Decode(type, wrong));

        Assert.That(error!.Path, Is.EqualTo("$"));
    }

    [TestCaseSource(nameof(Objects))]
    public void What_is_missing_is_never_null_where_the_type_says_so(string type)
    {
        var decoded = Recode.Decode(type, "{}");

        foreach (var property in decoded.GetType().GetProperties())
        {
            var value = property.GetValue(decoded);
            if (Nullability.Create(property).ReadState == NullabilityState.NotNull)
                Assert.That(value, Is.Not.Null, property.Name);
        }
    }

    [TestCase("""{"update_id":1,"message":{"message_id":2,"chat":{"id":"x"}}}""", "$.message.chat.id: expected Integer, found String")]
    [TestCase("""{"update_id":1,"message":{"photo":[{},{},{"width":1.5}]}}""", "$.message.photo[2].width: expected Integer, found a number that is none or too large")]
    [TestCase("""{"update_id":1,"message":{"photo":[{"a":[1,{}]},7]}}""", "$.message.photo[1]: expected Object, found Number")]
    [TestCase("""{"update_id":1,"message":{"reply_markup":{"inline_keyboard":[[{"text":"a"}],[{"text":true}]]}}}""", "$.message.reply_markup.inline_keyboard[1][0].text: expected String, found Boolean")]
    [TestCase("""{"update_id":1,"message":{"entities":[null]}}""", "$.message.entities[0]: expected Object, found null")]
    [TestCase("""{"update_id":1,"message":{"entities":{}}}""", "$.message.entities: expected Array, found Object")]
    [TestCase("""{"update_id":99999999999999999999}""", "$.update_id: expected Integer, found a number that is none or too large")]
    [TestCase("""{"update_id":1,"message":{"date":9999999999999}}""", "$.message.date: expected a Unix time, found a number beyond the calendar")]
    [TestCase("""{"update_id":1,"message":{"text":"\ud83d"}}""", "$.message.text: expected String, found text that is not Unicode")]
    [TestCase("""{"update_id":1,"m\u0065ssage":{"text":1}}""", "$.message.text: expected String, found Number")]
    [TestCase("""{"update_id":1,"message":{"rich_message":{"blocks":[{"text":["a",{"type":"bold","text":[{"type":"italic","text":5}]}],"type":"paragraph"}]}}}""", "$.message.rich_message.blocks[0].text[1].text[0].text: expected String, Array or Object, found Number")]
    [TestCase("""{"update_id":1,"message":{"reply_markup":{"inline_keyboard":{}}}}""", "$.message.reply_markup.inline_keyboard: expected Array, found Object")]
    [TestCase("""{"update_id":1,"message":{"from":{"is_bot":7}}}""", "$.message.from.is_bot: expected Boolean, found Number")]
    [TestCase("""{"update_id":1,"poll":{"question":false}}""", "$.poll.question: expected String, found Boolean")]
    [TestCase("""{"update_id":1,"message":{"location":{"latitude":"1"}}}""", "$.message.location.latitude: expected Float, found String")]
    [TestCase("""{"update_id":1,"message":{"location":{"latitude":1e999}}}""", "$.message.location.latitude: expected Float, found a number that is too large")]
    [TestCase("[]", "$: expected Object, found Array")]
    public void The_message_says_where_what_was_expected_and_found(string json, string message)
    {
        var error = Assert.Throws<JsonException>(() => Update.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.That(error!.Message, Is.EqualTo(message));
    }

    [TestCase(typeof(ChatMember), "7", "$: expected Object, found Number")]
    [TestCase(typeof(MaybeInaccessibleMessage), "\"x\"", "$: expected Object, found String")]
    [TestCase(typeof(ChatId), "true", "$: expected Integer or String, found Boolean")]
    [TestCase(typeof(RichText), "7", "$: expected String, Array or Object, found Number")]
    public void A_value_of_its_own_says_what_was_expected_and_found(Type type, string json, string message) =>
        Assert.That(() => JsonSerializer.Deserialize(json, type), Throws.InstanceOf<JsonException>().With.Message.EqualTo(message));

    [TestCase("", "expected a value")]
    [TestCase("{\"update_id\":", "expected a value")]
    [TestCase("{", "expected a name or '}'")]
    [TestCase("{\"message\":{\"photo\":[", "expected a value or ']'")]
    [TestCase("{\"update_id\":1}{}", "expected nothing more")]
    [TestCase("{\"update_id\":1,\"message\":{\"text\":\"a\"}", "expected ',' or the end of what is open")]
    [TestCase("{\"update_id\":1 \"x\"", "expected ',' or the end of what is open")]
    public void What_is_no_JSON_says_what_should_have_come(string json, string expected)
    {
        var error = Assert.Throws<JsonException>(() => Update.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.That(error!.Message, Does.StartWith("$: not JSON at byte ").And.EndsWith(": " + expected));
    }

    [Test]
    public void What_nests_deeper_than_is_read_says_so()
    {
        var json = """{"message":{"rich_message":{"blocks":[{"type":"paragraph","text":""" + new string('[', 300);

        var error = Assert.Throws<JsonException>(() => Update.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.That(error!.Message, Does.EndWith("expected no deeper levels"));
    }

    [Test]
    public void A_path_of_nothing_but_arrays_is_shortened_too()
    {
        var part = string.Concat(Enumerable.Repeat("[0]", 33));

        var error = Assert.Throws<JsonException>(
            () => ModelJson.Parse<RichText>(Encoding.UTF8.GetBytes(new string('[', 80) + "7" + new string(']', 80))));

        Assert.That(error!.Message, Is.EqualTo($"${part}…]{part}: expected String, Array or Object, found Number"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"update_id\":1}{}")]
    [TestCase("{\"update_id\":1,}")]
    [TestCase("{\"update_id\":1,\"message\":{\"text\":\"")]
    public void Malformed_JSON_is_refused_with_the_same_exception_type(string json) =>
        Assert.That(() => Update.Parse(Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());

    [TestCase("""{"message":{"rich_message":{"blocks":[{"type":"paragraph","text":""", "[")]
    [TestCase("""{"message":{""", "\"reply_to_message\":{")]
    [TestCase("""{"brand_new":""", "[")]
    [TestCase("""{"message":{"brand_new":""", "{\"a\":")]
    public void Nesting_without_end_is_refused_before_the_stack_is(string start, string level)
    {
        var json = new StringBuilder(start);
        for (var i = 0; i < 100_000; i++)
            json.Append(level);

        Assert.That(() => Update.Parse(Encoding.UTF8.GetBytes(json.ToString())), Throws.InstanceOf<JsonException>());
    }

    private static JsonNode Wrong(string type) => type switch
    {
        "RichText" => true,
        "String" or "InputFile or String" => 12,
        _ when type.StartsWith("Array of", StringComparison.Ordinal) => "text",
        "Integer or String" => true,
        "Integer" or "Float" or "Boolean" or "True" => "text",
        _ => new JsonArray(),
    };
}
