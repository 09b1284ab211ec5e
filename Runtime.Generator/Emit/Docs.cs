using System.Text.Json;
using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Documentation comments: the link to Telegram's own words, and the facts that the schema has.</summary>
internal sealed class Docs(string site)
{
    public string Link(string href, string wire) => $"<see href=\"{site}#{href}\"><c>{wire}</c></see>";

    public string Type(string href, string wire, string what) => $"/// <summary>{what} {Link(href, wire)}.</summary>";

    public string Member(string href, Field field) => $"/// <summary>{Link(href, field.Wire)}: {Facts(field)}.</summary>";

    public static string Parameter(Field field) => $"/// <param name=\"{field.Parameter.TrimStart('@')}\"><c>{field.Wire}</c>: {Facts(field)}.</param>";

    private static string Facts(Field field)
    {
        var facts = new List<string>();
        if (field.Const is { } text)
            facts.Add($"always <c>{text}</c>");
        else
            facts.Add(field.Required ? "required" : "optional");
        if (field.Api.Length is { } length)
            facts.Add(Length(length));
        if (field.Shape.Kind == ShapeKind.Time)
            facts.Add("a Unix time on the wire, in whole seconds");
        if (field.Shape.Kind == ShapeKind.True)
            facts.Add("true or absent on the wire");
        if (field.Api.Values is { } values)
            facts.Add("one of " + string.Join(", ", values.Select(value => $"<c>{value}</c>")));
        return string.Join("; ", facts);
    }

    private static string Length(JsonElement length) => $"{length[0]} to {length[1]} {length[2].GetString()}";
}
