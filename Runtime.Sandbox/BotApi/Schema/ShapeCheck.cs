using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>Compares a JSON value with a type of the schema. Returns what is wrong, or null.</summary>
internal sealed class ShapeCheck(ApiSchema schema)
{
    public string? Problem(JsonNode? value, string type, string name)
    {
        if (type.StartsWith("Array of ", StringComparison.Ordinal))
            return ArrayProblem(value, type["Array of ".Length..], name);
        if (Alternatives(type) is { Length: > 1 } alternatives)
            return FirstProblemUnlessOneFits(value, alternatives, name);
        return type switch
        {
            "String" => value is JsonValue && Kind(value) is JsonValueKind.String or JsonValueKind.Number
                ? null : $"Field \"{name}\" must be of type String",
            "Integer" => IsInteger(value) ? null : $"Field \"{name}\" must be of type Number",
            "Float" => IsNumber(value) ? null : $"Field \"{name}\" must be of type Number",
            "Boolean" or "True" => IsBoolean(value) ? null : $"Field \"{name}\" must be of type Boolean",
            "InputFile" => null,
            _ => TypeProblem(value, type, name),
        };
    }

    private string? ArrayProblem(JsonNode? value, string item, string name)
    {
        if (value is not JsonArray items) return $"Field \"{name}\" must be of type Array";
        foreach (var element in items)
        {
            if (Problem(element, item, name) is { } problem) return problem;
        }
        return null;
    }

    private string? TypeProblem(JsonNode? value, string type, string name)
    {
        var definition = schema.Type(type);
        // Formatted rich text is a string, an array or an object of a type that refers to itself: left to the bot's own
        // care.
        if (definition is null || type is "RichText") return null;
        if (value is not JsonObject members) return $"Field \"{name}\" must be of type Object";
        return definition.OneOf.Count > 0
            ? UnionProblem(members, definition, name)
            : FieldsProblem(members, definition);
    }

    private string? UnionProblem(JsonObject members, SchemaType union, string name)
    {
        if (union.Discriminator is not { } discriminator)
            return FirstProblemUnlessOneFits(members, [.. union.OneOf], name);
        if (members[discriminator] is not JsonValue tag) return $"Can't find field \"{discriminator}\"";
        var text = Json.JsonReading.AsText(tag);
        var member = union.OneOf.Select(schema.Type)
            .FirstOrDefault(type => type?.Fields.Any(f => f.Name == discriminator && f.Const == text) == true);
        return member is null ? $"Unsupported {discriminator} specified" : FieldsProblem(members, member);
    }

    private string? FieldsProblem(JsonObject members, SchemaType type)
    {
        foreach (var field in type.Fields)
        {
            var present = members.TryGetPropertyValue(field.Name, out var value) && value is not null;
            if (!present && field.Required) return $"Can't find field \"{field.Name}\"";
            if (!present) continue;
            if (field.Const is { } expected && Json.JsonReading.AsText(value) != expected)
                return $"Field \"{field.Name}\" must be \"{expected}\"";
            if (Problem(value, field.Type, field.Name) is { } problem) return problem;
        }
        return null;
    }

    private string? FirstProblemUnlessOneFits(JsonNode? value, IReadOnlyList<string> types, string name)
    {
        if (Tagged(value, types) is { } tagged)
            return tagged.Fits is { } fits ? Problem(value, fits, name) : $"type \"{tagged.Tag}\" is unsupported";
        var problems = types.Select(type => Problem(value, type, name)).ToList();
        return problems.Contains(null)
            ? null
            : problems.MinBy(problem => problem!.StartsWith("Can't find", StringComparison.Ordinal) ? 0 : 1);
    }

    /// <summary>If all of these types are told apart by their <c>type</c>, which one the value says it is.</summary>
    private (string Tag, string? Fits)? Tagged(JsonNode? value, IReadOnlyList<string> types)
    {
        var tags = types.Select(type => (Type: type, Tag: schema.Type(type)?.Fields.FirstOrDefault(field => field is { Name: "type", Const: not null })?.Const)).ToList();
        if ((value as JsonObject)?["type"] is not JsonValue given || tags.Exists(tag => tag.Tag is null)) return null;
        var text = Json.JsonReading.AsText(given);
        return (text, tags.Find(tag => tag.Tag == text).Type);
    }

    private static string[] Alternatives(string type) =>
        type.Split([" or ", ", ", " and "], StringSplitOptions.RemoveEmptyEntries);

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;

    private static bool IsNumber(JsonNode? value) => Kind(value) == JsonValueKind.Number
        || (Kind(value) == JsonValueKind.String && double.TryParse(value!.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static bool IsInteger(JsonNode? value) => value is not null
        && Kind(value) is JsonValueKind.Number or JsonValueKind.String
        && long.TryParse(Json.JsonReading.AsText(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out _);

    private static bool IsBoolean(JsonNode? value) => Kind(value) is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number
        || (Kind(value) == JsonValueKind.String && bool.TryParse(value!.GetValue<string>(), out _));
}
