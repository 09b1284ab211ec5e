using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>Decodes and encodes by the name of a type.</summary>
internal static class Recode
{
    public static object Decode(string type, JsonNode json) => Decode(type, json.ToJsonString());

    public static object Decode(string type, string json) =>
        JsonSerializer.Deserialize(json, BotApiSchema.ClrType(type))!;

    public static JsonNode Encode(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            ((IJsonModel)value).Write(writer);
        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    /// <summary>Fails with both texts unless the two are the same JSON.</summary>
    public static void AssertSame(JsonNode actual, JsonNode expected)
    {
        if (!JsonNode.DeepEquals(actual, expected))
            Assert.That(Sorted(actual), Is.EqualTo(Sorted(expected)));
    }

    /// <summary>The same JSON with an escape in every property name.</summary>
    public static string WithEscapedNames(JsonNode json)
    {
        var text = new StringBuilder();
        Write(json, text);
        return text.ToString();

        static void Write(JsonNode? node, StringBuilder text)
        {
            if (node is JsonObject properties)
            {
                text.Append('{');
                foreach (var (name, value) in properties)
                {
                    text.Append(text[^1] == '{' ? "" : ",").Append("\"\\u").Append(((int)name[0]).ToString("x4", null))
                        .Append(name.AsSpan(1)).Append("\":");
                    Write(value, text);
                }

                text.Append('}');
            }
            else if (node is JsonArray items)
            {
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(items[i], text);
                }

                text.Append(']');
            }
            else
            {
                text.Append(node?.ToJsonString() ?? "null");
            }
        }
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(",\n", json.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {Sorted(item.Value)}")) + "}",
        JsonArray json => "[" + string.Join(",\n", json.Select(Sorted)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };
}
