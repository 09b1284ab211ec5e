using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>Tables of Rich HTML.</summary>
internal static class RichTables
{
    private const int MaxColumns = 20;

    public static JsonObject Table(RichNode node, RichInline inline)
    {
        var rows = Rows(node).Select(JsonNode? (row) => row.Children.Where(cell => cell.Name is "td" or "th").Select(JsonNode? (cell) => Cell(cell, inline)).ToJsonArray()).ToJsonArray();
        if (rows.Count == 0) throw RichHtml.Error("table must contain rows");
        if (rows.Any(row => row!.AsArray().Sum(cell => Math.Max(cell.Long("colspan"), 1)) > MaxColumns))
            throw RichHtml.Error($"table can't have more than {MaxColumns} columns");
        var table = new JsonObject { ["type"] = "table", ["cells"] = rows };
        if (node.Has("bordered")) table["is_bordered"] = true;
        if (node.Has("striped")) table["is_striped"] = true;
        if (node.Child("caption") is { } caption) table["caption"] = inline.Text(caption.Children);
        return table;
    }

    private static IEnumerable<RichNode> Rows(RichNode node) =>
        node.Children.SelectMany(child => child.Name is "thead" or "tbody" ? Rows(child) : child.Name == "tr" ? [child] : []);

    private static JsonObject Cell(RichNode node, RichInline inline)
    {
        var cell = new JsonObject { ["text"] = inline.Text(node.Children) };
        if (node.Name == "th") cell["is_header"] = true;
        foreach (var span in new[] { "colspan", "rowspan" })
        {
            if (int.TryParse(node.Attribute(span), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 1)
                cell[span] = count;
        }
        cell["align"] = node.Attribute("align") is "left" or "center" or "right" ? node.Attribute("align") : node.Name == "th" ? "center" : "left";
        cell["valign"] = node.Attribute("valign") is "top" or "middle" or "bottom"
            ? node.Attribute("valign")
            : "middle";
        return cell;
    }
}
