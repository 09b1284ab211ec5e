using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary><c>parse_mode: HTML</c>.</summary>
internal sealed partial class HtmlFormat(string source) : FormatScanner(source)
{
    private readonly Stack<(string Tag, string Attributes, int Start)> _open = new();

    public override FormattedText Parse()
    {
        while (!AtEnd)
        {
            if (Current == '<') ReadTag();
            else if (Current == '&') ReadReference();
            else Output.Append(Source[Position++]);
        }
        if (_open.Count > 0) throw Error($"Can't find end tag corresponding to start tag \"{_open.Peek().Tag}\"");
        return new FormattedText(Output.ToString(), Entities);
    }

    private void ReadTag()
    {
        var at = Position;
        var end = Source.IndexOf('>', at);
        if (end < 0) throw Error($"Unclosed start tag at byte offset {ByteOffset(at)}");
        var content = Source[(at + 1)..end];
        Position = end + 1;
        if (content.StartsWith('/'))
        {
            CloseTag(content[1..].Trim().ToLowerInvariant(), at);
            return;
        }
        var space = content.IndexOfAny([' ', '\n', '\t']);
        var name = (space < 0 ? content : content[..space]).ToLowerInvariant();
        if (!KnownTags().IsMatch(name))
            throw Error($"Unsupported start tag \"{name}\" at byte offset {ByteOffset(at)}");
        _open.Push((name, space < 0 ? "" : content[space..], Output.Length));
    }

    private void CloseTag(string name, int at)
    {
        if (_open.Count == 0) throw Error($"Unexpected end tag at byte offset {ByteOffset(at)}");
        var (tag, attributes, start) = _open.Pop();
        if (name.Length > 0 && name != tag)
            throw Error($"Unmatched end tag at byte offset {ByteOffset(at)}, expected \"</{tag}>\", found \"</{name}>\"");
        switch (tag)
        {
            case "b" or "strong": Close("bold", start); break;
            case "i" or "em": Close("italic", start); break;
            case "u" or "ins": Close("underline", start); break;
            case "s" or "strike" or "del": Close("strikethrough", start); break;
            case "span" or "tg-spoiler": Close("spoiler", start); break;
            case "blockquote":
                Close(attributes.Contains("expandable", StringComparison.OrdinalIgnoreCase) ? "expandable_blockquote" : "blockquote", start);
                break;
            case "tg-emoji": Close("custom_emoji", start, "custom_emoji_id", Attribute(attributes, "emoji-id")); break;
            case "tg-time": CloseTime(start, Attribute(attributes, "unix"), Attribute(attributes, "format")); break;
            case "a" when Attribute(attributes, "href") is { Length: > 0 } href: CloseLink(start, href); break;
            case "pre": ClosePre(start); break;
            case "code": CloseCode(attributes, start); break;
        }
    }

    private void CloseCode(string attributes, int start)
    {
        var language = Attribute(attributes, "class");
        var inPre = _open.Count > 0 && _open.Peek().Tag == "pre";
        if (inPre && language.StartsWith("language-", StringComparison.Ordinal))
            Close("pre", start, "language", language["language-".Length..]);
        else if (!inPre) Close("code", start);
    }

    private void ClosePre(int start)
    {
        // <pre><code class="language-x"> has become one entity already.
        if (!Entities.Any(e => Json.JsonReading.Text(e, "type") == "pre" && Json.JsonReading.Integer(e, "offset") == start))
            Close("pre", start);
    }

    private void ReadReference()
    {
        var match = Reference().Match(Source, Position);
        if (!match.Success)
        {
            Output.Append(Source[Position++]);
            return;
        }
        Position += match.Length;
        Output.Append(match.Groups[1].Value switch
        {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            var number => CharacterReferences.Character(number),
        });
    }

    private static string Attribute(string attributes, string name)
    {
        var match = Regex.Match(attributes, name + """\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", RegexOptions.IgnoreCase);
        var value = match.Groups[1].Value + match.Groups[2].Value + match.Groups[3].Value;
        return value.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    [GeneratedRegex("^(b|strong|i|em|u|ins|s|strike|del|span|tg-spoiler|tg-emoji|tg-time|a|code|pre|blockquote)$")]
    private static partial Regex KnownTags();

    [GeneratedRegex(@"\G&(lt|gt|amp|quot|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")]
    private static partial Regex Reference();
}
