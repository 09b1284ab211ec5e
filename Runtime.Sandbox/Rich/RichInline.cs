using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Text;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>Formatted text: a string, an array of parts, or an object that formats what is in it.</summary>
internal sealed partial class RichInline(SandboxWorld world, bool findsEntities)
{
    private const long LatestDate = 1098 * 86_400L;

    private static readonly string[] Blocks =
    [
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "hr", "ul", "ol", "blockquote", "aside", "video",
        "audio", "figure", "tg-map", "tg-collage",
        "tg-slideshow", "table", "details", "tg-math-block", "tg-thinking",
    ];

    public static bool IsBlock(RichNode node) =>
        Blocks.Contains(node.Name) || (node.Name == "img" && !node.Attribute("src").StartsWith("tg://emoji", StringComparison.Ordinal));

    /// <summary>The text of these nodes, without blanks around.</summary>
    public JsonNode Text(IEnumerable<RichNode> nodes)
    {
        var parts = nodes.SelectMany(Parts).ToList();
        if (parts.Count > 0 && parts[0] is JsonValue first) parts[0] = first.AsText().TrimStart();
        if (parts.Count > 0 && parts[^1] is JsonValue last) parts[^1] = last.AsText().TrimEnd();
        return Join(parts);
    }

    /// <summary>Plain texts side by side become one; a single part stands for itself.</summary>
    public static JsonNode Join(IEnumerable<JsonNode> parts)
    {
        var joined = new List<JsonNode>();
        foreach (var part in parts.SelectMany(part => part is JsonArray inner ? inner.Select(item => item!) : [part]))
        {
            if (part is JsonValue text && text.AsText().Length == 0) continue;
            if (part is JsonValue && joined.Count > 0 && joined[^1] is JsonValue before)
                joined[^1] = before.AsText() + part.AsText();
            else joined.Add(part.DeepClone());
        }
        return joined.Count == 0 ? JsonValue.Create("") : joined.Count == 1 ? joined[0] : new JsonArray([.. joined]);
    }

    /// <summary>Links, mentions, commands and the like that stand in a plain text.</summary>
    public IEnumerable<JsonNode> Found(string text)
    {
        if (!findsEntities) return [text];
        var parts = new List<JsonNode>();
        var position = 0;
        foreach (var entity in AutomaticEntities.AddTo(new FormattedText(text, [])).Entities)
        {
            var (start, length) = (entity.Integer("offset"), entity.Integer("length"));
            parts.Add(text[position..start]);
            parts.Add(Entity(entity.Text("type"), text.Substring(start, length)));
            position = start + length;
        }
        parts.Add(text[position..]);
        return parts;
    }

    private IEnumerable<JsonNode> Parts(RichNode node)
    {
        if (node.Name.Length == 0) return Found(Blanks().Replace(node.Text, " "));
        if (IsBlock(node)) throw RichHtml.Error($"tag \"{node.Name}\" can't be inside of a text");
        if (MarkOf(node.Name) is { } mark) return [Mark(mark, node)];
        return node.Name switch
        {
            "br" => ["\n"],
            "code" => [new JsonObject { ["type"] = "code", ["text"] = node.InnerText() }],
            "span" => node.Attribute("class") == "tg-spoiler" ? [Mark("spoiler", node)] : node.Children.SelectMany(Parts),
            "a" => [Link(node)],
            "tg-reference" => [Mark("reference", node, "name", node.Attribute("name"))],
            "tg-emoji" => [Emoji(node.Attribute("emoji-id"), node.InnerText())],
            "img" => [Emoji(node.Attribute("src")["tg://emoji?id=".Length..], node.Attribute("alt"))],
            "tg-time" => [Time(node)],
            "tg-math" => [new JsonObject { ["type"] = "mathematical_expression", ["expression"] = node.InnerText() }],
            _ => throw RichHtml.Error($"tag \"{node.Name}\" is not expected here"),
        };
    }

    private static string? MarkOf(string tag) => tag switch
    {
        "b" or "strong" => "bold",
        "i" or "em" => "italic",
        "u" or "ins" => "underline",
        "s" or "strike" or "del" => "strikethrough",
        "mark" => "marked",
        "sub" => "subscript",
        "sup" => "superscript",
        "tg-spoiler" => "spoiler",
        _ => null,
    };

    // Nothing is looked for inside a link: its text is what it is.
    private JsonNode Link(RichNode node)
    {
        if (node.Has("name")) return new JsonObject { ["type"] = "anchor", ["name"] = node.Attribute("name") };
        var target = node.Attribute("href");
        var plain = new RichInline(world, findsEntities: false);
        if (target.StartsWith('#')) return plain.Mark("anchor_link", node, "anchor_name", target[1..]);
        if (target.StartsWith("mailto:", StringComparison.Ordinal))
            return plain.Mark("email_address", node, "email_address", target["mailto:".Length..]);
        if (target.StartsWith("tel:", StringComparison.Ordinal))
            return plain.Mark("phone_number", node, "phone_number", target["tel:".Length..]);
        if (!target.StartsWith("tg://user?id=", StringComparison.Ordinal))
            return plain.Mark("url", node, "url", target);
        var person = long.TryParse(target["tg://user?id=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? world.People.GetValueOrDefault(id) : null;
        if (person is null) return plain.Text(node.Children);
        var mention = plain.Mark("text_mention", node);
        mention["user"] = person.ToJson();
        return mention;
    }

    private JsonObject Time(RichNode node)
    {
        if (!long.TryParse(node.Attribute("unix"), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || time > world.Now + LatestDate)
            throw ApiError.BadRequest("RICH_MESSAGE_DATE_INVALID");
        var date = Mark("date_time", node);
        date["unix_time"] = time;
        date["date_time_format"] = node.Attribute("format");
        return date;
    }

    private JsonObject Mark(string type, RichNode node, string? member = null, string? value = null)
    {
        var mark = new JsonObject { ["type"] = type, ["text"] = Join(node.Children.SelectMany(Parts)) };
        if (member is not null) mark[member] = value;
        return mark;
    }

    private static JsonObject Emoji(string id, string alternative) =>
        new() { ["type"] = "custom_emoji", ["custom_emoji_id"] = id, ["alternative_text"] = alternative };

    private static JsonObject Entity(string type, string text) => type switch
    {
        "email" => new JsonObject { ["type"] = "email_address", ["text"] = text, ["email_address"] = text },
        "mention" => new JsonObject { ["type"] = type, ["text"] = text, ["username"] = text[1..] },
        "url" => new JsonObject { ["type"] = type, ["text"] = text, ["url"] = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text },
        _ => new JsonObject { ["type"] = type, ["text"] = text, [type] = text },
    };

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Blanks();
}
