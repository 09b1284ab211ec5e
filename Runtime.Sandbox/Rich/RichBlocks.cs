using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>The blocks of a tree of Rich HTML.</summary>
/// <param name="inline">For the texts in them.</param>
/// <param name="media">The block of a medium by its address in the markup.</param>
internal sealed class RichBlocks(RichInline inline, Func<RichNode, JsonObject> media)
{
    /// <summary>Text that stands between blocks is a paragraph.</summary>
    public JsonArray Of(IEnumerable<RichNode> nodes)
    {
        var blocks = new JsonArray();
        var loose = new List<RichNode>();
        foreach (var node in nodes)
        {
            if (!RichInline.IsBlock(node))
            {
                loose.Add(node);
                continue;
            }
            Flush();
            if (node.Name == "p")
            {
                foreach (var inner in Of(node.Children)) blocks.Add(inner!.DeepClone());
            }
            else
            {
                blocks.Add(Block(node));
            }
        }
        Flush();
        return blocks;

        void Flush()
        {
            if (loose.Exists(node => !node.IsBlankText)) blocks.Add(Paragraph(inline.Text(loose)));
            loose.Clear();
        }
    }

    // An anchor all alone is a block of its own.
    private static JsonObject Paragraph(JsonNode text) =>
        text is JsonObject only && only.Text("type") == "anchor" ? only : new JsonObject { ["type"] = "paragraph", ["text"] = text };

    private JsonObject Block(RichNode node) => node.Name switch
    {
        "h1" or "h2" or "h3" or "h4" or "h5" or "h6" => new JsonObject { ["type"] = "heading", ["text"] = inline.Text(node.Children), ["size"] = node.Name[1] - '0' },
        "pre" => Preformatted(node),
        "footer" => new JsonObject { ["type"] = "footer", ["text"] = inline.Text(node.Children) },
        "hr" => new JsonObject { ["type"] = "divider" },
        "ul" or "ol" => new JsonObject { ["type"] = "list", ["items"] = Items(node) },
        "blockquote" => Credited(
            new JsonObject { ["type"] = "blockquote", ["blocks"] = Of(WithoutCredit(node)) }, node),
        "aside" => Credited(
            new JsonObject { ["type"] = "pullquote", ["text"] = inline.Text(WithoutCredit(node)) }, node),
        "details" => Details(node),
        "table" => RichTables.Table(node, inline),
        "tg-math-block" => new JsonObject { ["type"] = "mathematical_expression", ["expression"] = node.InnerText().Trim() },
        "tg-thinking" => new JsonObject { ["type"] = "thinking", ["text"] = inline.Text(node.Children) },
        "tg-collage" => Captioned(new JsonObject { ["type"] = "collage", ["blocks"] = Media(node) }, node),
        "tg-slideshow" => Captioned(new JsonObject { ["type"] = "slideshow", ["blocks"] = Media(node) }, node),
        "figure" => Captioned((JsonObject)Media(node).Single()!.DeepClone(), node),
        _ => media(node),
    };

    private static JsonObject Preformatted(RichNode node)
    {
        var code = node.Child("code");
        var block = new JsonObject { ["type"] = "pre", ["text"] = node.InnerText().Trim('\n') };
        if (code?.Attribute("class") is { } name && name.StartsWith("language-", StringComparison.Ordinal))
            block["language"] = name["language-".Length..];
        return block;
    }

    private JsonObject Details(RichNode node)
    {
        var block = new JsonObject
        {
            ["type"] = "details",
            ["summary"] = inline.Text(node.Child("summary")?.Children ?? []),
            ["blocks"] = Of(node.Children.Where(child => child.Name != "summary")),
        };
        if (node.Has("open")) block["is_open"] = true;
        return block;
    }

    private JsonArray Items(RichNode list)
    {
        var items = list.Children.Where(child => child.Name == "li").ToList();
        var step = list.Has("reversed") ? -1 : 1;
        var value = Number(list, "start") ?? (step < 0 ? items.Count : 1);
        var result = new JsonArray();
        foreach (var item in items)
        {
            value = Number(item, "value") ?? value;
            var type = item.Has("type") ? item.Attribute("type") : list.Has("type") ? list.Attribute("type") : "1";
            var box = item.Child("input");
            var made = new JsonObject
            {
                ["label"] = list.Name == "ol" ? RichLabels.Of(value, type) : RichLabels.Bullet,
                ["blocks"] = Of(item.Children.Where(child => child != box)),
            };
            if (box is not null) made["has_checkbox"] = true;
            if (box?.Has("checked") == true) made["is_checked"] = true;
            if (list.Name == "ol")
            {
                made["value"] = value;
                made["type"] = type;
            }
            result.Add((JsonNode)made);
            value += step;
        }
        return result;
    }

    private JsonArray Media(RichNode node)
    {
        var found = Of(node.Children.Where(child => child.Name != "figcaption"));
        return found.Count > 0 && found.All(block => block.Text("type") is "photo" or "video" or "animation" or "audio" or "voice_note" or "document" or "map")
            ? found : throw RichHtml.Error($"tag \"{node.Name}\" must contain media");
    }

    private JsonObject Captioned(JsonObject block, RichNode node)
    {
        if (node.Child("figcaption") is not { } caption) return block;
        var made = new JsonObject { ["text"] = inline.Text(WithoutCredit(caption)) };
        block["caption"] = Credited(made, caption);
        return block;
    }

    private JsonObject Credited(JsonObject block, RichNode node)
    {
        if (node.Child("cite") is { } credit) block["credit"] = inline.Text(credit.Children);
        return block;
    }

    private static IEnumerable<RichNode> WithoutCredit(RichNode node) =>
        node.Children.Where(child => child.Name != "cite");

    private static int? Number(RichNode node, string attribute) =>
        int.TryParse(node.Attribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
