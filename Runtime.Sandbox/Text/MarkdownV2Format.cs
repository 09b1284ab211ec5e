using System.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary><c>parse_mode: MarkdownV2</c>.</summary>
internal sealed class MarkdownV2Format(string source) : FormatScanner(source)
{
    private const string Reserved = "_*[]()~`>#+-=|{}.!";

    private readonly Stack<(string Mark, int Start, int At)> _open = new();
    private int? _quote;
    private bool _expandable;

    public override FormattedText Parse()
    {
        while (!AtEnd)
        {
            var lineStart = Position == 0 || Source[Position - 1] == '\n';
            if (lineStart && _quote is not null && Current != '>') CloseQuote();
            if (lineStart && Current == '>')
            {
                _quote ??= Output.Length;
                Position++;
            }
            else
            {
                ReadOne();
            }
        }
        if (_open.Count > 0)
            throw Error($"Can't find end of {NameOf(_open.Peek().Mark)} entity at byte offset {ByteOffset(_open.Peek().At)}");
        if (_quote is not null) CloseQuote();
        return new FormattedText(Output.ToString(), Entities);
    }

    private void ReadOne()
    {
        if (Current == '\\' && Position + 1 < Source.Length && Source[Position + 1] is > '\0' and <= '~')
        {
            Output.Append(Source[Position + 1]);
            Position += 2;
        }
        else if (LooksAt("```")) ReadCode("```");
        else if (Current == '`') ReadCode("`");
        else if (EndsExpandableQuote())
        {
            _expandable = true;
            Position += 2;
        }
        else if (Mark() is { } mark) Toggle(mark);
        else if (Reserved.Contains(Current, StringComparison.Ordinal))
            throw Error($"Character '{Current}' is reserved and must be escaped with the preceding '\\'");
        else Output.Append(Source[Position++]);
    }

    private string? Mark() => Current switch
    {
        '*' => "*",
        '_' when LooksAt("__") => "__",
        '_' => "_",
        '~' => "~",
        '|' when LooksAt("||") => "||",
        '!' when LooksAt("![") => "![",
        '[' => "[",
        ']' when _open.Count > 0 && _open.Peek().Mark is "[" or "![" => "]",
        _ => null,
    };

    private void Toggle(string mark)
    {
        var at = Position;
        Position += mark.Length;
        if (mark == "]")
        {
            var link = _open.Pop();
            if (ReadTarget() is { Length: > 0 } target) CloseLink(link.Start, target);
        }
        else if (_open.Count > 0 && _open.Peek().Mark == mark)
        {
            Close(NameOf(mark).ToLowerInvariant(), _open.Pop().Start);
        }
        else
        {
            _open.Push((mark, Output.Length, at));
        }
    }

    private string ReadTarget()
    {
        if (AtEnd || Current != '(') return "";
        var target = new StringBuilder();
        var at = Position++;
        while (!AtEnd && Current != ')')
        {
            if (Current == '\\' && Position + 1 < Source.Length) Position++;
            target.Append(Source[Position++]);
        }
        if (AtEnd) throw Error($"Can't find end of a URL at byte offset {ByteOffset(at)}");
        Position++;
        return target.ToString();
    }

    private void ReadCode(string fence)
    {
        var at = Position;
        Position += fence.Length;
        var language = fence.Length == 3 ? ReadLanguage() : "";
        var start = Output.Length;
        while (!AtEnd && !LooksAt(fence))
        {
            if (Current == '\\' && Position + 1 < Source.Length && Source[Position + 1] is > '\0' and <= '~')
                Position++;
            Output.Append(Source[Position++]);
        }
        if (AtEnd) throw Error($"Can't find end of {(fence.Length == 3 ? "Pre" : "Code")} entity at byte offset {ByteOffset(at)}");
        Position += fence.Length;
        if (fence.Length == 1) Close("code", start);
        else if (language.Length > 0) Close("pre", start, "language", language);
        else Close("pre", start);
    }

    private string ReadLanguage()
    {
        var line = Source.IndexOf('\n', Position);
        if (line < 0) return "";
        var language = Source[Position..line];
        if (language.Any(c => char.IsWhiteSpace(c) || c == '`')) return "";
        Position = line + 1;
        return language;
    }

    private void CloseQuote()
    {
        Close(_expandable ? "expandable_blockquote" : "blockquote", _quote!.Value);
        _quote = null;
        _expandable = false;
    }

    /// <summary>Two bars at the end of a quoted line, when no spoiler is open, make the quote expandable.</summary>
    private bool EndsExpandableQuote() =>
        _quote is not null && LooksAt("||") && (Position + 2 == Source.Length || Source[Position + 2] == '\n')
        && !_open.Any(o => o.Mark == "||");

    private static string NameOf(string mark) => mark switch
    {
        "*" => "Bold",
        "_" => "Italic",
        "__" => "Underline",
        "~" => "Strikethrough",
        "||" => "Spoiler",
        "![" => "CustomEmoji",
        _ => "TextUrl",
    };
}
