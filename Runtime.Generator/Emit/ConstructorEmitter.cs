using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>
/// Writes the constructor that takes what a program has to set: a sent type's required fields as the schema orders
/// them, when there are at most four of them. Exceptions are rows of the overrides.
/// </summary>
internal static class ConstructorEmitter
{
    private const int Most = 4;

    /// <summary>Writes it if there is one to write.</summary>
    public static bool Emit(CodeWriter code, Docs docs, ClassType type)
    {
        var taken = Taken(type);
        if (taken.Count == 0)
            return false;
        code.Line("/// <summary>An instance with what it has to have.</summary>");
        code.Lines(taken.Select(field => docs.Parameter(type.Name, field)));
        if (type.AsksForRequired)
            code.Line("[SetsRequiredMembers]");
        var parameters = taken.Select(field => $"{field.MemberType} {field.Parameter}");
        code.Block($"public {type.Name}({string.Join(", ", parameters)})", () =>
        {
            foreach (var field in taken)
                code.Lines(Guards.Of(field)).Line($"{field.Member} = {field.Parameter};");
        });
        return true;
    }

    private static List<Field> Taken(ClassType type)
    {
        if (type.Taken is { } names)
            return [.. names.Select(name => type.Fields.Single(field => field.Wire == name))];
        var required = type.Fields.Where(field => field.Required && !field.IsFixed).ToList();
        return type.IsSent && required.Count <= Most ? required : [];
    }
}
