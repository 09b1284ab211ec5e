using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>
/// Turns the schema's type expressions into shapes. An expression that it does not know is an error: a new quirk needs
/// a row.
/// </summary>
internal sealed class ShapeReader(ApiSchema schema, Overrides overrides, Names names)
{
    private readonly Dictionary<string, string> _aliases = overrides.Types.ToDictionary(row => row.Type, row => row.As);
    private readonly HashSet<string> _unions =
        [.. schema.Types.Where(type => type.Value.OneOf is not null).Select(type => type.Key), .. overrides.Unions.Select(row => row.Name)];
    private readonly HashSet<string> _structs = [.. overrides.Strings.Select(row => row.Name)];
    private readonly HashSet<string> _handWritten = [.. overrides.HandWritten.Select(row => row.Type)];

    /// <summary>The shape of a field; <paramref name="owner"/> is its type or method.</summary>
    public Shape Of(string owner, ApiField field)
    {
        var key = $"{owner}.{field.Name}";
        var forced = overrides.FieldTypes.SingleOrDefault(row => row.Fields.Contains(key))?.Type;
        if (forced is not null)
            return Parse(forced, field.Name, field.Int64);
        if (field.Upload)
            return Shape.File;
        if (field.UnixTime)
            return Shape.Time;
        if (overrides.Strings.SingleOrDefault(row => row.Fields.Any(pattern => Matches(pattern, key))) is { } row)
            return new Shape(ShapeKind.StringStruct, row.Name);
        if (field.Values is not null)
            throw new InvalidDataException(
                $"{key} has listed values, but no row in overrides.json names a struct for them");
        return Parse(field.Type, field.Name, field.Int64);
    }

    /// <summary>The shape of a result.</summary>
    public Shape OfResult(string returns) => Parse(returns, "", false);

    private Shape Parse(string type, string name, bool int64)
    {
        if (_aliases.TryGetValue(type, out var alias))
            return Parse(alias, name, int64);
        if (type.StartsWith("Array of ", StringComparison.Ordinal))
            return Shape.ListOf(Parse(type["Array of ".Length..], name, int64));
        return type switch
        {
            "String" => Shape.Text,
            "Integer" => int64 || IsLong(name) ? Shape.Long : Shape.Int,
            "Float" => Shape.Double,
            "Boolean" => Shape.Bool,
            "True" => Shape.True,
            "Unix time" => Shape.Time,
            "ChatId" => Shape.ChatId,
            "MessageOrTrue" => new Shape(ShapeKind.Union, "MessageOrTrue"),
            "InputFile" when _handWritten.Contains(type) => Shape.File,
            _ when _structs.Contains(type) => new Shape(ShapeKind.StringStruct, type),
            _ when _unions.Contains(type) => new Shape(names.IsInterface(type) ? ShapeKind.Interface : ShapeKind.Union, names.Type(type)),
            _ when schema.Types.ContainsKey(type) => new Shape(ShapeKind.Class, names.Type(type)),
            _ => throw new InvalidDataException($"unknown type expression '{type}'; give it a row under 'types' in overrides.json"),
        };
    }

    private bool IsLong(string name) =>
        name is "id" or "offset_id" || name.EndsWith("_id", StringComparison.Ordinal)
        || name.EndsWith("_ids", StringComparison.Ordinal)
        || overrides.Longs.Any(row => row.Names.Any(pattern => Matches(pattern, name)));

    private static bool Matches(string pattern, string text) =>
        pattern.StartsWith('*') ? text.EndsWith(pattern[1..], StringComparison.Ordinal) : pattern == text;
}
