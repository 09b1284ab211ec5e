using System.Text;
using System.Text.RegularExpressions;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>Turns Rich Markdown, which is GitHub's with tags in it, into Rich HTML.</summary>
internal sealed partial class RichMarkdown
{
    private readonly List<string> _lines;
    private readonly StringBuilder _html = new();
    private int _at;

    private RichMarkdown(IEnumerable<string> lines) => _lines = [.. lines];

    public static string ToHtml(string source) =>
        new RichMarkdown(source.ReplaceLineEndings("\n").Split('\n')).Convert();

    private string Line => _lines[_at];

    private string Convert()
    {
        while (_at < _lines.Count)
        {
            if (Line.AsSpan().Trim().IsEmpty) _at++;
            else if (!Code() && !Formula() && !Heading() && !Rule() && !Quote() && !List() && !Table() && !Picture() && !Tag())
                Paragraph();
        }
        return _html.ToString();
    }

    private bool Code()
    {
        if (Fence().Match(Line) is not { Success: true } fence) return false;
        var (mark, language) = (fence.Groups["mark"].Value, RichMarkdownText.Escape(fence.Groups["language"].Value));
        var inner = Until(line => line.TrimStart().StartsWith(mark, StringComparison.Ordinal));
        if (language == "math")
            _html.Append("<tg-math-block>").Append(RichMarkdownText.Escape(inner)).Append("</tg-math-block>");
        else if (language.Length > 0)
            _html.Append("<pre><code class=\"language-").Append(language).Append("\">")
                .Append(RichMarkdownText.Escape(inner)).Append("</code></pre>");
        else _html.Append("<pre>").Append(RichMarkdownText.Escape(inner)).Append("</pre>");
        return true;
    }

    private bool Formula()
    {
        var line = Line.Trim();
        if (!line.StartsWith("$$", StringComparison.Ordinal)) return false;
        var single = line.Length > 4 && line.EndsWith("$$", StringComparison.Ordinal);
        var inner = single ? line[2..^2] : line[2..] + "\n" + Until(next => next.Trim() == "$$");
        if (single) _at++;
        _html.Append("<tg-math-block>").Append(RichMarkdownText.Escape(inner.Trim())).Append("</tg-math-block>");
        return true;
    }

    // As the real service has been seen to do it, the blank after the signs may be missing.
    private bool Heading()
    {
        if (HeadingLine().Match(Line) is not { Success: true } heading) return false;
        var size = heading.Groups["signs"].Length;
        _html.Append($"<h{size}>").Append(RichMarkdownText.ToHtml(heading.Groups["text"].Value)).Append($"</h{size}>");
        _at++;
        return true;
    }

    private bool Rule()
    {
        if (!RuleLine().IsMatch(Line)) return false;
        _html.Append("<hr/>");
        _at++;
        return true;
    }

    private bool Quote()
    {
        if (!Line.StartsWith('>')) return false;
        var inner = new List<string>();
        for (; _at < _lines.Count && Line.StartsWith('>'); _at++)
            inner.Add(Line.Length > 1 && Line[1] == ' ' ? Line[2..] : Line[1..]);
        _html.Append("<blockquote>").Append(new RichMarkdown(inner).Convert()).Append("</blockquote>");
        return true;
    }

    private bool List()
    {
        if (Item().Match(Line) is not { Success: true } first) return false;
        var isOrdered = char.IsAsciiDigit(first.Groups["mark"].Value[0]);
        var indent = first.Groups["indent"].Length;
        _html.Append(isOrdered ? $"<ol start=\"{first.Groups["mark"].Value[..^1]}\">" : "<ul>");
        while (_at < _lines.Count && Item().Match(Line) is { Success: true } item
            && item.Groups["indent"].Length == indent
            && char.IsAsciiDigit(item.Groups["mark"].Value[0]) == isOrdered)
        {
            var text = item.Groups["text"].Value;
            var box = text.StartsWith("[ ] ", StringComparison.Ordinal) ? "<input type=\"checkbox\"/>"
                : text.StartsWith("[x] ", StringComparison.OrdinalIgnoreCase) ? "<input type=\"checkbox\" checked/>" : "";
            var inner = new List<string> { box.Length > 0 ? text[4..] : text };
            for (_at++; _at < _lines.Count && BelongsBelow(indent); _at++)
                inner.Add(Outdented(Line, item.Groups["text"].Index));
            _html.Append("<li>").Append(box).Append(new RichMarkdown(inner).Convert()).Append("</li>");
        }
        _html.Append(isOrdered ? "</ol>" : "</ul>");
        return true;
    }

    private bool Table()
    {
        if (!Line.Contains('|', StringComparison.Ordinal) || _at + 1 >= _lines.Count || !Columns().IsMatch(_lines[_at + 1]))
            return false;
        var aligns = Cells(_lines[_at + 1]).Select(cell => (cell.StartsWith(':'), cell.EndsWith(':')) switch
        {
            (true, true) => " align=\"center\"",
            (true, false) => " align=\"left\"",
            (false, true) => " align=\"right\"",
            _ => "",
        }).ToList();
        _html.Append("<table>");
        Row("th", Line, aligns);
        for (_at += 2; _at < _lines.Count && Line.Contains('|', StringComparison.Ordinal); _at++)
            Row("td", Line, aligns);
        _html.Append("</table>");
        return true;
    }

    private void Row(string tag, string line, List<string> aligns)
    {
        _html.Append("<tr>");
        foreach (var (cell, index) in Cells(line).Select((cell, index) => (cell, index)))
            _html.Append($"<{tag}{aligns.ElementAtOrDefault(index)}>").Append(RichMarkdownText.ToHtml(cell))
                .Append($"</{tag}>");
        _html.Append("</tr>");
    }

    private bool Picture()
    {
        if (PictureLine().Match(Line.Trim()) is not { Success: true } picture) return false;
        var source = RichMarkdownText.Escape(picture.Groups["source"].Value);
        var tag = Path.GetExtension(source.Split('?')[0]).ToUpperInvariant() switch
        {
            ".MP4" or ".GIF" => "video",
            ".MP3" or ".OGG" => "audio",
            _ => source.StartsWith("tg://video", StringComparison.Ordinal) ? "video" : source.StartsWith("tg://audio", StringComparison.Ordinal) ? "audio" : "img",
        };
        var medium = tag == "img" ? $"<img src=\"{source}\"/>" : $"<{tag} src=\"{source}\"></{tag}>";
        var caption = picture.Groups["caption"];
        _html.Append(caption.Success ? $"<figure>{medium}<figcaption>{RichMarkdownText.ToHtml(caption.Value)}</figcaption></figure>" : medium);
        _at++;
        return true;
    }

    /// <summary>
    /// What a tag of a block opens is Markdown again in these four; in any other it is left as it is up to the tag's
    /// end.
    /// </summary>
    private bool Tag()
    {
        if (BlockTag().Match(Line) is not { Success: true } tag) return false;
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (name is "details" or "summary" or "tg-collage" or "tg-slideshow")
        {
            var summary = SummaryTag().Match(Line);
            _html.Append(summary.Success ? "<summary>" + RichMarkdownText.ToHtml(summary.Groups["text"].Value) + "</summary>" : tag.Value.Trim());
            _lines[_at] = Line[(summary.Success ? summary.Length : tag.Length)..];
            return true;
        }
        var rest = string.Join('\n', _lines.Skip(_at));
        var end = tag.Groups["empty"].Success || name is "hr" or "img"
            ? tag.Length
            : rest.IndexOf($"</{name}>", StringComparison.OrdinalIgnoreCase) + name.Length + 3;
        if (end < tag.Length) throw RichHtml.Error($"Can't find end tag corresponding to start tag \"{name}\"");
        _html.Append(rest[..end]);
        _lines.RemoveRange(_at, _lines.Count - _at);
        _lines.AddRange(rest[end..].Split('\n'));
        return true;
    }

    private void Paragraph()
    {
        var inner = new List<string>();
        do inner.Add(Line);
        while (++_at < _lines.Count && !EndsParagraph());
        _html.Append("<p>").Append(RichMarkdownText.ToHtml(string.Join('\n', inner).Trim())).Append("</p>");
    }

    private bool EndsParagraph() =>
        string.IsNullOrWhiteSpace(Line) || Line.StartsWith('>') || HeadingLine().IsMatch(Line)
        || RuleLine().IsMatch(Line) || Fence().IsMatch(Line)
        || Item().IsMatch(Line) || BlockTag().IsMatch(Line)
        || Line.TrimStart().StartsWith("$$", StringComparison.Ordinal);

    // A blank line belongs to the item if what follows does.
    private bool BelongsBelow(int indent)
    {
        var next = _lines.Skip(_at).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line));
        return next is not null && next.Length - next.TrimStart().Length > indent;
    }

    private string Until(Func<string, bool> isEnd)
    {
        var inner = new List<string>();
        for (_at++; _at < _lines.Count && !isEnd(Line); _at++) inner.Add(Line);
        _at++;
        return string.Join('\n', inner);
    }

    private static string Outdented(string line, int indent) =>
        line[Math.Min(indent, line.Length - line.TrimStart().Length)..];

    private static IEnumerable<string> Cells(string line) =>
        CellEnd().Split(line.Trim().Trim('|')).Select(cell => cell.Trim());

    [GeneratedRegex("^ {0,3}(?<mark>```+|~~~+)\\s*(?<language>[^\\s`]*)\\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex("^ {0,3}(?<signs>#{1,6})(?!#)\\s*(?<text>\\S.*?)\\s*#*\\s*$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")]
    private static partial Regex RuleLine();

    [GeneratedRegex(@"^(?<indent>\s*)(?<mark>[-*+]|\d{1,9}[.)])\s+(?<text>\S.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")]
    private static partial Regex Columns();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();

    [GeneratedRegex("""^!\[[^\]]*\]\((?!tg://(?:emoji|time))(?<source>[^\s)]+)(?:\s+"(?<caption>[^"]*)")?\)$""")]
    private static partial Regex PictureLine();

    [GeneratedRegex("^\\s*</?(?<name>details|summary|tg-collage|tg-slideshow|table|h[1-6]|p|pre|ul|ol|blockquote|aside|footer|figure|img|video|audio|tg-map|tg-math-block|tg-thinking|hr)(?![\\w-])[^>]*?(?<empty>/)?>", RegexOptions.IgnoreCase)]
    private static partial Regex BlockTag();

    [GeneratedRegex("^\\s*<summary>(?<text>.*?)</summary>", RegexOptions.IgnoreCase)]
    private static partial Regex SummaryTag();
}
