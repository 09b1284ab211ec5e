using System.Text;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>
/// Reads Rich HTML into a tree. Tags that rich messages do not have, and tags that do not match, are refused.
/// </summary>
internal static partial class RichHtml
{
    private static readonly string[] Empty = ["br", "hr", "img", "input"];

    private static readonly string[] Known =
    [
        "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "mark", "sub", "sup", "span", "tg-spoiler",
        "a", "tg-reference", "tg-emoji", "tg-time",
        "tg-math", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "footer", "ul", "ol", "li", "blockquote", "cite",
        "aside", "video", "audio", "figure",
        "figcaption", "tg-map", "tg-collage", "tg-slideshow", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "details", "summary", "tg-math-block",
        "tg-thinking", .. Empty,
    ];

    public static bool IsKnown(string tag) => Known.Contains(tag.ToLowerInvariant());

    /// <summary>The root, which has no meaning of its own.</summary>
    public static RichNode Parse(string source)
    {
        var open = new Stack<RichNode>();
        open.Push(new RichNode("root", new Dictionary<string, string>()));
        var position = 0;
        foreach (Match tag in Tag().Matches(source))
        {
            AddText(open.Peek(), source[position..tag.Index]);
            position = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value.ToLowerInvariant();
            if (!IsKnown(name))
                throw Error($"Unsupported start tag \"{name}\" at byte offset {Offset(source, tag.Index)}");
            if (tag.Groups["end"].Success) Close(open, name, Offset(source, tag.Index));
            else Open(open, name, tag);
        }
        AddText(open.Peek(), source[position..]);
        return open.Count == 1
            ? open.Pop()
            : throw Error($"Can't find end tag corresponding to start tag \"{open.Peek().Name}\"");
    }

    /// <summary>Character references as their characters.</summary>
    public static string Decode(string text) => Reference().Replace(text, match => match.Groups[1].Value switch
    {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u00A0",
        "hellip" => "…",
        "mdash" => "—",
        "ndash" => "–",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        var number => CharacterReferences.Character(number),
    });

    public static ApiError Error(string text) => ApiError.BadRequest("can't parse rich message: " + text);

    private static void Open(Stack<RichNode> open, string name, Match tag)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match attribute in Attribute().Matches(tag.Groups["attributes"].Value))
            attributes[attribute.Groups["name"].Value] = Decode(attribute.Groups["value"].Value);
        var node = new RichNode(name, attributes);
        open.Peek().Children.Add(node);
        if (!tag.Groups["empty"].Success && !Empty.Contains(name)) open.Push(node);
    }

    private static void Close(Stack<RichNode> open, string name, int offset)
    {
        if (Empty.Contains(name)) return;
        if (open.Count == 1) throw Error($"Unexpected end tag at byte offset {offset}");
        var expected = open.Pop().Name;
        if (expected != name)
            throw Error($"Unmatched end tag at byte offset {offset}, expected \"</{expected}>\", found \"</{name}>\"");
    }

    private static void AddText(RichNode parent, string text)
    {
        if (text.Length > 0) parent.Children.Add(RichNode.Of(Decode(text)));
    }

    private static int Offset(string source, int position) => Encoding.UTF8.GetByteCount(source.AsSpan(0, position));

    [GeneratedRegex("""<(?<end>/)?(?<name>[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*(?<empty>/)?>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'<>]+)))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("&(lt|gt|amp|quot|apos|nbsp|hellip|mdash|ndash|lsquo|rsquo|ldquo|rdquo|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")]
    private static partial Regex Reference();
}
