using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes the members that hold a class's fields.</summary>
internal sealed class MemberEmitter(CodeWriter code, Docs docs)
{
    public void Write(Field field, ClassType type, bool overrides, string? part)
    {
        if (type.IsBuilt && field.Required)
            Built(field, type);
        else
            Write(field, type.Name, type.Href, type.AsksForRequired, overrides, part);
    }

    public void Write(Field field, string owner, string href, bool asked, bool overrides, string? part)
    {
        code.Line();
        code.Line(docs.Member(owner, href, field));
        var required = asked && field.Required && !field.IsFixed ? "required " : "";
        if (field.Const is { } text)
            code.Line($"public {(overrides ? "override " : "")}string {field.Member} => \"{text}\";");
        else if (field.IsFixed)
            code.Line($"public bool {field.Member} => true;");
        else if (part is not null)
            InPart(field, part);
        else if (field.HasBackingField)
            Backed(field, required);
        else if (field.Shape.Kind == ShapeKind.Time)
            Packed(field, required);
        else
            code.Line($"public {required}{field.MemberType} {field.Member} {{ get; init; }}{Initial(field)}");
    }

    /// <summary>
    /// A time takes half of the room or less when it is packed, and most objects have more times than they set.
    /// </summary>
    private void Packed(Field field, string required)
    {
        code.Block($"public {required}{field.MemberType} {field.Member}", () =>
            code.Line($"get => {field.BackingField}.{(field.IsNullable ? "OrNull" : "Time")};")
                .Line($"init => {field.BackingField} = new(value);"));
        code.Line().Line($"private PackedTime {field.BackingField};");
    }

    /// <summary>
    /// A required object: the field tells whether it came, the member never gives null, and reading it writes nothing.
    /// </summary>
    private void Backed(Field field, string required)
    {
        var standIn = field.Shape.Kind == ShapeKind.File
            ? "InputFile.Missing"
            : $"ModelJson.Missing<{field.Shape.Name}>()";
        code.Block($"public {required}{field.Shape.Name} {field.Member}", () =>
            code.Line($"get => {field.BackingField} ?? {standIn};")
                .Line($"init => {field.BackingField} = value;"));
    }

    /// <summary>A list that hand-written members add to.</summary>
    private void Built(Field field, ClassType type)
    {
        code.Line().Line($"private {field.MemberType} {field.BackingField} = [];");
        code.Line().Line(docs.Member(type.Name, type.Href, field));
        code.Block($"public {field.MemberType} {field.Member}",
            () => code.Line($"get => {field.BackingField};").Line($"init => {field.BackingField} = value;"));
    }

    private void InPart(Field field, string part)
    {
        var missing = field.Shape.Kind == ShapeKind.True ? " ?? false" : "";
        code.Block($"public {field.MemberType} {field.Member}", () =>
            code.Line($"get => {part}?.{field.Member}{missing};")
                .Line($"init => ({part} ??= new()).{field.Member} = value;"));
    }

    public static string Initial(Field field) => field switch
    {
        { Required: true, Shape.Kind: ShapeKind.Text } => " = \"\";",
        { Required: true, Shape.Kind: ShapeKind.List } => " = [];",
        _ => "",
    };
}
