using System.Text.Json;
using Telegram.Webhooks.Runtime.Generator.Model;
using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>
/// Documentation comments: our sentence, the facts that the schema has, and the link to Telegram's own words.
/// </summary>
internal sealed class Docs(string site, DocTexts texts)
{
    public string Link(string href, string wire) => $"<see href=\"{site}#{href}\"><c>{wire}</c></see>";

    /// <summary>A type, by its name here, and what else there is to say of it.</summary>
    public IEnumerable<string> Type(string name, string href, string more = "") =>
        Summary(texts.OfType(name), href, name, more);

    public IEnumerable<string> Method(RequestType request) =>
        Summary(texts.OfMethod(request.Method), request.Href, request.Method, "");

    /// <summary>A member that holds a field of its owner, which is a type or a method.</summary>
    public string Member(string owner, string href, Field field) =>
        $"/// <summary>{Sentence(owner, field)}{Link(href, field.Wire)}: {Facts(field)}.</summary>";

    public string Parameter(string owner, Field field) =>
        $"/// <param name=\"{field.Parameter.TrimStart('@')}\">{Sentence(owner, field)}<c>{field.Wire}</c>: {Facts(field)}.</param>";

    /// <summary>What the one parameter says that stands for words and how to read them.</summary>
    public static string Words(string type) => type switch
    {
        "TelegramHtml" => "The words as HTML; what stands in the holes of the interpolated string is escaped.",
        "TelegramMarkdown" => "The words as MarkdownV2; what stands in the holes of the interpolated string is escaped.",
        _ => "The words with their entities; nothing in them needs escaping.",
    };

    private IEnumerable<string> Summary(string sentence, string href, string name, string more) =>
        [$"/// <summary>{Escape(sentence)}</summary>", $"/// <remarks>{more}{Link(href, name)} at Telegram.</remarks>"];

    private string Sentence(string owner, Field field) =>
        texts.OfField(owner, field.Wire) is { } sentence ? Escape(sentence) + " " : "";

    private static string Escape(string sentence) =>
        sentence.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

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
