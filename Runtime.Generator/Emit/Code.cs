using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>The expressions and statements that read and write a value of each shape.</summary>
internal static class Code
{
    public static string Read(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => "reader.ReadText()",
        ShapeKind.Int => "reader.ReadInt()",
        ShapeKind.Long => "reader.ReadLong()",
        ShapeKind.Double => "reader.ReadDouble()",
        ShapeKind.Bool or ShapeKind.True => "reader.ReadBool()",
        ShapeKind.Time => "reader.ReadTime()",
        // Qualified, as a nullable member of the same name would hide it.
        ShapeKind.StringStruct or ShapeKind.ChatId => $"Types.{shape.Name}.Read(ref reader)",
        ShapeKind.Interface => $"reader.ReadModel<{shape.Name}>()",
        ShapeKind.Class => $"new {shape.Name}(ref reader)",
        ShapeKind.List => $"reader.{ReadListMethod(shape.Item!)}()",
        _ => $"{shape.Name}.Read(ref reader)",
    };

    public static string ReadListMethod(Shape item) => item.Kind switch
    {
        ShapeKind.Text => "ReadTexts",
        ShapeKind.Int => "ReadInts",
        ShapeKind.Long => "ReadLongs",
        ShapeKind.List => $"ReadLists<{item.Item!.Name}>",
        _ when item.IsModel => $"ReadList<{item.Name}>",
        _ => throw new NotSupportedException($"a list of {item.Name}"),
    };

    /// <summary>The statement that writes a value which is there.</summary>
    public static string Write(Shape shape, string wire, string value) => shape.Kind switch
    {
        ShapeKind.Text => $"writer.WriteString(\"{wire}\"u8, {value});",
        ShapeKind.Int or ShapeKind.Long or ShapeKind.Double => $"writer.WriteNumber(\"{wire}\"u8, {value});",
        ShapeKind.Bool or ShapeKind.True => $"writer.WriteBoolean(\"{wire}\"u8, {value});",
        ShapeKind.Time => $"writer.WriteTime(\"{wire}\"u8, {value});",
        ShapeKind.List => $"writer.{WriteListMethod(shape.Item!)}(\"{wire}\"u8, {value});",
        _ => $"writer.WriteModel(\"{wire}\"u8, {value});",
    };

    private static string WriteListMethod(Shape item) => item.Kind switch
    {
        ShapeKind.Text => "WriteTexts",
        ShapeKind.Int => "WriteInts",
        ShapeKind.Long => "WriteLongs",
        ShapeKind.List => "WriteLists",
        _ => "WriteList",
    };

    /// <summary>Writes a field if it has a value.</summary>
    public static IEnumerable<string> WriteField(Field field, string? part = null)
    {
        if (field.Const is { } text)
            return [$"writer.WriteString(\"{field.Wire}\"u8, \"{text}\"u8);"];
        if (field.HasBackingField && part is null)
            return [$"if ({field.BackingField} is not null)", "    " + Write(field.Shape, field.Wire, field.BackingField)];
        if (field.Required)
            return [Write(field.Shape, field.Wire, field.Member)];
        if (field.Shape.Kind == ShapeKind.True)
            return [$"if ({field.Member})", "    " + Write(field.Shape, field.Wire, "true")];
        var local = field.Parameter;
        return [$"if ({field.Member} is {{ }} {local})", "    " + Write(field.Shape, field.Wire, local)];
    }

    /// <summary>A switch over a UTF-8 text, by length first: most lengths leave one or two texts to compare.</summary>
    public static void Switch(
        CodeWriter code, string text, IEnumerable<(string Value, string Statement)> cases, bool returns)
    {
        code.Block($"switch ({text}.Length)", () =>
        {
            foreach (var length in cases.GroupBy(item => System.Text.Encoding.UTF8.GetByteCount(item.Value)).OrderBy(group => group.Key))
            {
                code.Line($"case {length.Key}:");
                code.Indented(() =>
                {
                    foreach (var (value, statement) in length)
                    {
                        if (returns)
                            code.Line($"if ({text}.SequenceEqual(\"{value}\"u8))").Line("    " + statement);
                        else
                            code.Block($"if ({text}.SequenceEqual(\"{value}\"u8))",
                                () => code.Line(statement).Line("continue;"));
                    }

                    code.Line("break;");
                });
            }
        });
    }

    /// <summary>The statement that adds a field's files to the uploads.</summary>
    public static string Collect(Field field)
    {
        var value = field.HasBackingField ? field.BackingField : field.Member;
        if (field.Shape.Kind == ShapeKind.File)
            return $"{value}.AddTo(uploads);";
        return field.Shape.Kind == ShapeKind.List ? $"uploads.AddFromAll({value});" : $"uploads.AddFrom({value});";
    }
}
