using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>Telegram's names in C#'s form.</summary>
internal sealed class Names(Overrides overrides)
{
    private static readonly HashSet<string> Keywords =
        ["params", "default", "event", "object", "string", "is", "in", "ref", "out", "checked", "base", "protected",
            "public", "class", "operator", "switch", "this", "lock", "short", "long", "int", "float", "bool", "new"];

    private readonly Dictionary<string, string> _types = overrides.TypeNames.ToDictionary(
        row => row.Of, row => row.Name);
    private readonly Dictionary<string, string> _members = overrides.MemberNames.ToDictionary(
        row => row.Of, row => row.Name);
    private readonly HashSet<string> _interfaces = [.. overrides.Unions.Where(row => row.AsInterface).Select(row => row.Name)];

    public bool IsInterface(string name) => _interfaces.Contains(name);

    public string Type(string name) =>
        _types.GetValueOrDefault(name) ?? (_interfaces.Contains(name) ? "I" + name : name);

    public string Member(string owner, string field) => _members.GetValueOrDefault($"{owner}.{field}") ?? Pascal(field);

    public static string Parameter(string field)
    {
        var name = Pascal(field);
        name = char.ToLowerInvariant(name[0]) + name[1..];
        return Keywords.Contains(name) ? "@" + name : name;
    }

    public static string Pascal(string text) =>
        string.Concat(text.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
