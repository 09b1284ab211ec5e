using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Generator.Schema;

/// <summary>
/// What docs.json says in our own words: a sentence for each type and method, and for the fields and parameters that
/// people meet most.
/// </summary>
/// <param name="Used">The most used types and methods, of which every field and parameter has its sentence.</param>
/// <param name="Types">By the type's name in C#.</param>
/// <param name="Methods">By the method's name at Telegram.</param>
/// <param name="Fields">By <c>owner.field</c>, or by the field's name alone where it means the same everywhere.</param>
internal sealed record DocTexts(string[] Used, Dictionary<string, string> Types, Dictionary<string, string> Methods,
    Dictionary<string, string> Fields)
{
    private readonly HashSet<string> _used = [.. Used];

    public static DocTexts Load(string path) =>
        JsonSerializer.Deserialize<DocTexts>(File.ReadAllBytes(path),
            ApiSchema.Json) ?? throw new InvalidDataException($"{path} is empty");

    public string OfType(string name) => Types.GetValueOrDefault(name) ?? throw Lacks("type", name);

    public string OfMethod(string name) => Methods.GetValueOrDefault(name) ?? throw Lacks("method", name);

    /// <summary>Null where the facts have to do: only what is used most has to have a sentence.</summary>
    public string? OfField(string owner, string field) =>
        Fields.GetValueOrDefault($"{owner}.{field}") ?? Fields.GetValueOrDefault(field)
        ?? (_used.Contains(owner) ? throw Lacks("field", $"{owner}.{field}") : null);

    private static InvalidDataException Lacks(string what, string name) =>
        new($"the {what} '{name}' has no sentence; write one under '{what}s' in docs.json, in your own words");
}
