using System.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>A tag of Rich HTML with what is in it, or (without a name) a text.</summary>
internal sealed class RichNode(string name, IReadOnlyDictionary<string, string> attributes)
{
    private static readonly Dictionary<string, string> None = new(StringComparer.OrdinalIgnoreCase);

    public static RichNode Of(string text) => new("", None) { Text = text };

    public string Name { get; } = name;

    /// <summary>The text, if it is one.</summary>
    public string Text { get; private init; } = "";

    public List<RichNode> Children { get; } = [];

    public bool IsBlankText => Name.Length == 0 && string.IsNullOrWhiteSpace(Text);

    public bool Has(string attribute) => attributes.ContainsKey(attribute);

    public string Attribute(string name) => attributes.GetValueOrDefault(name, "");

    public RichNode? Child(string name) => Children.Find(child => child.Name == name);

    /// <summary>All text in it.</summary>
    public string InnerText()
    {
        if (Name.Length == 0) return Text;
        var text = new StringBuilder();
        foreach (var child in Children) text.Append(child.InnerText());
        return text.ToString();
    }
}
