using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>
/// Writes what keeps the fields that this version does not know: one reference in an object, or none where the rarely
/// set fields are in a part.
/// </summary>
internal static class UnknownFieldsEmitter
{
    private const string Type = "IReadOnlyDictionary<string, JsonElement>";
    private const string Field = "_unknown";

    /// <summary>Whether all members of a union keep them in one place.</summary>
    public static bool InBase(UnionType union) =>
        !union.IsInterface && union.Members.All(member => member.Always is null);

    public static void EmitBase(CodeWriter code, UnionType union)
    {
        if (!InBase(union))
            return;
        code.Line().Line($"private protected {Type}? {Field};");
        Property(code, Field);
    }

    public static void EmitMembers(CodeWriter code, ClassType type, string part)
    {
        if (type.Always is not null)
        {
            code.Line().Line(Summary);
            code.Block($"public {Type} UnknownFields", () =>
                code.Line($"get => {part}?.Unknown ?? ModelJson.NoFields;")
                    .Line($"init => ({part} ??= new()).Unknown = value;"));
        }
        else if (type.Base is not { } union || !InBase(union))
        {
            code.Line().Line($"private {Type}? {Field};");
            Property(code, Field);
        }
    }

    /// <summary>The part's own field.</summary>
    public static string PartField => $"public {Type}? Unknown;";

    /// <summary>The expression that stands for where they are kept, by reference.</summary>
    public static string Place(ClassType type, string part) =>
        type.Always is null ? Field : $"({part} ??= new()).Unknown";

    /// <summary>The statement that writes them.</summary>
    public static string Write(string place) => $"writer.WriteUnknown({place});";

    private static string Summary =>
        "/// <summary>The fields that this version does not know, by their names on the wire, as they came; written as well. Empty when there are none.</summary>";

    private static void Property(CodeWriter code, string field)
    {
        code.Line().Line(Summary);
        code.Block($"public {Type} UnknownFields",
            () => code.Line($"get => {field} ?? ModelJson.NoFields;").Line($"init => {field} = value;"));
    }
}
