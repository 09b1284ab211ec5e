using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

public sealed class RichTextTests
{
    private static IEnumerable<string> Kinds => BotApiSchema.Members("RichText");

    [Test]
    public void There_are_twenty_six_kinds() => Assert.That(Kinds.ToList(), Has.Count.EqualTo(26));

    [TestCaseSource(nameof(Kinds))]
    public void A_kind_is_told_by_its_type(string kind)
    {
        var json = Sample.Full(kind);

        var decoded = Recode.Decode("RichText", json);

        Assert.That(decoded, Is.TypeOf(BotApiSchema.ClrType(kind)));
        Recode.AssertSame(Recode.Encode(decoded), json);
    }

    [Test]
    public void A_string_is_plain_text()
    {
        var text = (RichTextPlain)Recode.Decode("RichText", "\"plain\"");

        Assert.That(text.Text, Is.EqualTo("plain"));
    }

    [Test]
    public void An_array_is_a_sequence_of_any_of_them()
    {
        var json = JsonNode.Parse("""["a",["b",{"type":"bold","text":["c",[]]}],{"type":"brand_new","text":"d"}]""")!;

        var decoded = (RichTextSequence)Recode.Decode("RichText", json);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(decoded.Parts[0], Is.TypeOf<RichTextPlain>());
            Assert.That(((RichTextSequence)decoded.Parts[1]).Parts[1], Is.TypeOf<RichTextBold>());
            Assert.That(decoded.Parts[2], Is.TypeOf<UnknownRichText>());
            Recode.AssertSame(Recode.Encode(decoded), json);
        }
    }

    [Test]
    public void Rich_text_may_nest_deeper_than_a_serializer_allows_by_default()
    {
        var text = string.Concat(Enumerable.Repeat("""{"type":"bold","text":""", 200)) + "\"deep\"" + new string('}', 200);
        var json = """{"message":{"rich_message":{"blocks":[{"type":"paragraph","text":""" + text + "}]}}}";

        var update = Update.Parse(Encoding.UTF8.GetBytes(json));

        Assert.That(Encoding.UTF8.GetString(ModelJson.ToUtf8(update)), Does.Contain(text));
    }

    [Test]
    public void A_program_builds_it_from_strings()
    {
        RichText text = new RichTextSequence("one ", new RichTextBold { Text = "two" });

        Recode.AssertSame(Recode.Encode(text), JsonNode.Parse("""["one ",{"type":"bold","text":"two"}]""")!);
    }
}
