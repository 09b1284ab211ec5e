using System.Text;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Text with indentation and Unix line ends.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public CodeWriter Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    public CodeWriter Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
        return this;
    }

    /// <summary>Writes a block in braces.</summary>
    public void Block(string head, Action body)
    {
        if (head.Length > 0)
            Line(head);
        Line("{");
        Indented(body);
        Line("}");
    }

    public void Indented(Action body)
    {
        _depth++;
        body();
        _depth--;
    }

    public override string ToString() => _text.ToString();
}
