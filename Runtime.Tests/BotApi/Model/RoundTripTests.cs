using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class RoundTripTests
{
    private static IEnumerable<string> Types => BotApiSchema.TypeNames;

    private static IEnumerable<string> Objects => BotApiSchema.ObjectNames;

    private static IEnumerable<string> Unions => BotApiSchema.DiscriminatedUnions;

    [Test]
    public void The_schema_has_the_types_and_methods_of_its_version()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BotApiSchema.Types, Has.Count.EqualTo(400));
            Assert.That(BotApiSchema.Methods, Has.Count.EqualTo(185));
        }
    }

    [TestCaseSource(nameof(Types))]
    public void A_full_instance_comes_back_as_it_was(string type)
    {
        var json = Sample.Full(type);

        Recode.AssertSame(Recode.Encode(Recode.Decode(type, json)), json);
    }

    [TestCaseSource(nameof(Types))]
    public void A_minimal_instance_comes_back_as_it_was(string type)
    {
        var json = Sample.Minimal(type);

        Recode.AssertSame(Recode.Encode(Recode.Decode(type, json)), json);
    }

    [TestCaseSource(nameof(Types))]
    public void The_serializer_writes_what_it_read(string type)
    {
        var json = Sample.Full(type);
        var clr = BotApiSchema.ClrType(type);

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, clr), clr);

        Recode.AssertSame(JsonNode.Parse(written)!, json);
    }

    [TestCaseSource(nameof(Types))]
    public void Escaped_property_names_are_the_same_names(string type)
    {
        var json = Sample.Full(type);

        Recode.AssertSame(Recode.Encode(Recode.Decode(type, Recode.WithEscapedNames(json))), json);
    }

    [TestCaseSource(nameof(Objects))]
    public void Unknown_fields_are_kept_readable_and_written(string type)
    {
        var json = Sample.Full(type).AsObject();
        var richer = json.DeepClone().AsObject();
        richer["brand_new"] = new JsonObject { ["a"] = new JsonArray(1, new JsonObject()) };

        var decoded = Recode.Decode(type, richer);

        Recode.AssertSame(Recode.Encode(decoded), richer);
        var unknown = (IReadOnlyDictionary<string, JsonElement>)decoded.GetType()
            .GetProperty("UnknownFields")!.GetValue(decoded)!;
        Assert.That(unknown.Single().Key, Is.EqualTo("brand_new"));
        Assert.That(unknown["brand_new"].GetProperty("a")[0].GetInt32(), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Objects))]
    public void Null_is_the_same_as_a_missing_field(string type)
    {
        var json = Sample.Minimal(type).AsObject();
        var withNulls = json.DeepClone().AsObject();
        foreach (var field in BotApiSchema.Fields(type).Select(field => (string)field["name"]!).Where(name => !json.ContainsKey(name)))
            withNulls[field] = null;

        Recode.AssertSame(Recode.Encode(Recode.Decode(type, withNulls)), json);
    }

    [TestCaseSource(nameof(Objects))]
    public void An_unknown_value_of_a_closed_list_is_kept(string type)
    {
        var json = Sample.Full(type).AsObject();
        foreach (var field in BotApiSchema.Fields(type).Where(field => field["values"] is not null))
            json[(string)field["name"]!] = "brand_new";

        Recode.AssertSame(Recode.Encode(Recode.Decode(type, json)), json);
    }

    [TestCaseSource(nameof(Unions))]
    public void The_discriminator_may_come_last(string union)
    {
        var discriminator = (string)BotApiSchema.Types[union]!["discriminator"]!;
        foreach (var member in BotApiSchema.Members(union))
        {
            var json = Sample.Full(member).AsObject();
            var kind = json[discriminator]!.DeepClone();
            json.Remove(discriminator);
            json["before"] = new JsonObject { [discriminator] = "of something else" };
            json[discriminator] = kind;

            Assert.That(Recode.Decode(union, json), Is.TypeOf(BotApiSchema.ClrType(member)));
        }
    }

    [TestCaseSource(nameof(Unions))]
    public void An_unknown_member_is_kept_with_its_JSON(string union)
    {
        var discriminator = (string)BotApiSchema.Types[union]!["discriminator"]!;
        var unknown = BotApiSchema.ClrType("Unknown" + union);
        foreach (var json in new JsonNode[] { new JsonObject { ["x"] = 1, [discriminator] = "brand_new" }, new JsonObject(), new JsonObject { [discriminator] = 7 } })
        {
            var decoded = Recode.Decode(union, json);

            Assert.That(decoded, Is.TypeOf(unknown));
            Recode.AssertSame(Recode.Encode(decoded), json);
        }
    }
}
