using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>Reading a property changes nothing.</summary>
public sealed class GetterTests
{
    private const int Levels = 3;

    private static IEnumerable<string> Objects => BotApiSchema.ObjectNames;

    [Test]
    public void Asking_an_update_for_its_chat_put_a_chat_into_it()
    {
        var update = Update.Parse("""{"update_id":1,"message":{"message_id":1,"date":1}}"""u8);
        var before = Recode.Encode(update);

        Assert.That(update.Chat?.Id, Is.Zero);

        Recode.AssertSame(Recode.Encode(update), before);
    }

    [TestCaseSource(nameof(Objects))]
    public void Reading_every_property_of_what_holds_nothing_writes_nothing(string type)
    {
        var value = Recode.Decode(type, "{}");

        Recode.AssertSame(Recode.Encode(AfterReading(value)), Recode.Encode(Recode.Decode(type, "{}")));
    }

    [TestCaseSource(nameof(Objects))]
    public void Reading_every_property_of_what_holds_the_least_changes_nothing(string type)
    {
        var json = Sample.Minimal(type);

        Recode.AssertSame(Recode.Encode(AfterReading(Recode.Decode(type, json))), json);
    }

    [Test]
    public void The_check_reads_what_hand_written_members_add()
    {
        var read = new List<string>();

        Read(Update.Parse("""{"update_id":1,"message":{"message_id":1,"date":1}}"""u8), Levels, read);

        Assert.That(read, Does.Contain("Update.Chat").And.Contain("Update.Type").And.Contain("Message.Chat"));
    }

    private static object AfterReading(object value)
    {
        Read(value, Levels, []);
        return value;
    }

    /// <summary>Reads every public property, and those of what they give.</summary>
    private static void Read(object value, int levels, List<string> read)
    {
        if (levels == 0)
            return;
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            read.Add($"{value.GetType().Name}.{property.Name}");
            var got = property.GetValue(value);
            if (got is IJsonModel model)
                Read(model, levels - 1, read);
            else if (got is IEnumerable items and not (string or JsonNode))
                foreach (var item in items.OfType<IJsonModel>())
                    Read(item, levels - 1, read);
        }
    }
}
