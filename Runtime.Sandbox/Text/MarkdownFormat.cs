namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary><c>parse_mode: Markdown</c>, the old one: no nesting, and only four characters mean something.</summary>
internal sealed class MarkdownFormat(string source) : FormatScanner(source)
{
    public override FormattedText Parse()
    {
        while (!AtEnd)
        {
            if (Current == '\\' && Position + 1 < Source.Length && "_*`[".Contains(Source[Position + 1], StringComparison.Ordinal))
            {
                Output.Append(Source[Position + 1]);
                Position += 2;
            }
            else if ("_*`[".Contains(Current, StringComparison.Ordinal))
            {
                ReadEntity();
            }
            else
            {
                Output.Append(Source[Position++]);
            }
        }
        return new FormattedText(Output.ToString(), Entities);
    }

    private void ReadEntity()
    {
        var at = Position;
        var opening = LooksAt("```") ? "```" : Current.ToString();
        var closing = opening == "[" ? "]" : opening;
        Position += opening.Length;
        var language = opening == "```" ? ReadLanguage() : "";
        var end = Source.IndexOf(closing, Position, StringComparison.Ordinal);
        if (end < 0) throw Error($"Can't find end of the entity starting at byte offset {ByteOffset(at)}");
        var start = Output.Length;
        Output.Append(Source.AsSpan(Position, end - Position));
        Position = end + closing.Length;
        switch (opening)
        {
            case "*": Close("bold", start); break;
            case "_": Close("italic", start); break;
            case "`": Close("code", start); break;
            case "```" when language.Length > 0: Close("pre", start, "language", language); break;
            case "```": Close("pre", start); break;
            default: ReadTarget(start); break;
        }
    }

    private string ReadLanguage()
    {
        var line = Source.IndexOf('\n', Position);
        if (line <= Position || Source[Position..line].Any(char.IsWhiteSpace) || Source[Position..line].Contains('`', StringComparison.Ordinal))
            return "";
        var language = Source[Position..line];
        Position = line + 1;
        return language;
    }

    private void ReadTarget(int start)
    {
        if (AtEnd || Current != '(') return;
        var end = Source.IndexOf(')', Position);
        if (end < 0) return;
        var target = Source[(Position + 1)..end];
        Position = end + 1;
        if (target.Length > 0) CloseLink(start, target);
    }
}
