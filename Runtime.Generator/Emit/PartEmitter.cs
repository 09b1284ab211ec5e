using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes the part that holds an object's rarely set fields.</summary>
internal static class PartEmitter
{
    public static void Emit(CodeWriter code, IReadOnlyList<Field> fields)
    {
        code.Line();
        code.Line("/// <summary>The fields that few instances have; allocated for the first of them.</summary>");
        code.Block("private sealed class More", () =>
        {
            foreach (var field in fields)
                code.Line($"public {field.MemberType} {field.Member};");
            code.Line(UnknownFieldsEmitter.PartField);
            Reader(code, fields);
            Writer(code, fields);
        });
    }

    private static void Reader(CodeWriter code, IReadOnlyList<Field> fields)
    {
        code.Line();
        code.Block("public static bool TryRead(ref More? more, scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader)", () =>
        {
            var cases = fields.Select(
                field => (field.Wire, $"(more ??= new()).{field.Member} = {Code.Read(field.Shape)};")).ToList();
            code.Block("switch (name.Length)", () =>
            {
                foreach (var length in cases.GroupBy(item => item.Wire.Length).OrderBy(group => group.Key))
                {
                    code.Line($"case {length.Key}:");
                    code.Indented(() =>
                    {
                        foreach (var (wire, statement) in length)
                            code.Block($"if (name.SequenceEqual(\"{wire}\"u8))",
                                () => code.Line(statement).Line("return true;"));
                        code.Line("break;");
                    });
                }
            });
            code.Line().Line("return false;");
        });
    }

    private static void Writer(CodeWriter code, IReadOnlyList<Field> fields)
    {
        code.Line();
        code.Block("public void Write(Utf8JsonWriter writer)", () =>
        {
            foreach (var field in fields)
                code.Lines(Code.WriteField(field, "more"));
            code.Line(UnknownFieldsEmitter.Write("Unknown"));
        });
    }
}
