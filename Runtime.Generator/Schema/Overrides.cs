using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Generator.Schema;

/// <summary>Telegram's quirks as overrides.json holds them: one row a quirk, each with its reason.</summary>
internal sealed record Overrides(
    NameRow[] TypeNames,
    NameRow[] MemberNames,
    HandWrittenRow[] HandWritten,
    TypeRow[] Types,
    FieldTypeRow[] FieldTypes,
    LongRow[] Longs,
    UnionRow[] Unions,
    PartsRow[] Parts,
    KindRow[] Kinds,
    ConstructorRow[] Constructors,
    LenientRow[] Lenient,
    BuiltRow[] Built,
    StringRow[] Strings,
    ParameterOrderRow[] ParameterOrder,
    RequestRow[] Requests)
{
    public static Overrides Load(string path) =>
        JsonSerializer.Deserialize<Overrides>(File.ReadAllBytes(path),
            ApiSchema.Json) ?? throw new InvalidDataException($"{path} is empty");
}

/// <summary>Calls a type or a member (<c>Type.field</c>) otherwise than its name says.</summary>
internal sealed record NameRow(string Of, string Name, string Reason);

/// <summary>A type whose code is written by hand.</summary>
internal sealed record HandWrittenRow(string Type, string Reason);

/// <summary>Reads one of the schema's type expressions as another.</summary>
internal sealed record TypeRow(string Type, string As, string Reason);

/// <summary>
/// Gives some fields (<c>Type.field</c> or <c>method.parameter</c>) another type than the schema says.
/// </summary>
internal sealed record FieldTypeRow(string[] Fields, string Type, string Reason);

/// <summary>Fields that are 64 bits wide, by name; <c>*</c> stands for any start.</summary>
internal sealed record LongRow(string[] Names, string Reason);

/// <summary>
/// How to tell a union's members apart where the schema does not say, or a union that the schema does not name.
/// </summary>
internal sealed record UnionRow(
    string Name,
    string? Href,
    string[]? OneOf,
    string? Discriminator,
    Dictionary<string, string>? Has,
    ZeroRow? Zero,
    string? Otherwise,
    string? Text,
    string? Array,
    bool AsInterface,
    string Reason);

/// <summary>The member it is when a field is 0.</summary>
internal sealed record ZeroRow(string Field, string Member);

/// <summary>
/// A type of which only some fields are held by the object itself, the others in a part allocated on demand.
/// </summary>
internal sealed record PartsRow(string Type, string[] Always, string Reason);

/// <summary>
/// A type of which one field is set, whose name is its kind. Unless it is closed, a field that is not known is kept as
/// a kind too.
/// </summary>
internal sealed record KindRow(string Type, string Struct, bool Closed, string Reason);

/// <summary>
/// The fields that a type's constructor takes where they are not the required ones; none at all for no constructor.
/// </summary>
internal sealed record ConstructorRow(string Type, string[] Fields, string Reason);

/// <summary>Types that programs send and Telegram too, of which callers need to set nothing.</summary>
internal sealed record LenientRow(string[] Types, string Reason);

/// <summary>
/// A type whose one list is built by hand-written members; the list has a field behind it that they can reach.
/// </summary>
internal sealed record BuiltRow(string Type, string Reason);

/// <summary>
/// An open string struct and the fields that have its type; their listed values and <c>Values</c> become its members.
/// </summary>
internal sealed record StringRow(
    string Name,
    string[] Fields,
    string? NamesOf,
    string[]? Except,
    string[]? Values,
    Dictionary<string, string>? MemberNames,
    string Reason);

/// <summary>
/// Optional parameters that stand first, in this order, or last, behind all that the row does not name.
/// </summary>
internal sealed record ParameterOrderRow(string[]? First, string[]? Last, string Reason);

/// <summary>What is special about a method's request.</summary>
internal sealed record RequestRow(
    string Method,
    string? Namespace,
    string[]? Order,
    bool Positional,
    Dictionary<string, string>? Via,
    string Reason);
