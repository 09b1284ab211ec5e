using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes a string with well-known values as a struct that keeps any other value too.</summary>
internal sealed class StringEmitter(ApiModel model, Docs docs)
{
    public string Emit(StringType type)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, "Telegram.Webhooks.Runtime.Types");
        code.Lines(docs.Type(
            type.Name, type.Href, "A string: any other value is kept as it came. Compared ordinally; the default value is the empty string. "));
        code.Line($"[JsonConverter(typeof(JsonModelConverter<{type.Name}>))]");
        code.Block($"public readonly record struct {type.Name} : IJsonModel<{type.Name}>", () => Body(code, type));
        return code.ToString();
    }

    private static void Body(CodeWriter code, StringType type)
    {
        code.Line("// Null for the empty string, so that it equals the default value.");
        code.Line("private readonly string? _value;").Line();
        code.Line("/// <summary>Any value, well-known or not.</summary>");
        code.Block($"public {type.Name}(string value)", () =>
        {
            code.Line("ArgumentNullException.ThrowIfNull(value);");
            code.Line("_value = value.Length == 0 ? null : value;");
        });
        foreach (var member in type.Members)
        {
            code.Line().Line($"/// <summary><c>{member.Value}</c></summary>");
            code.Line($"public static {type.Name} {member.Name} => new(Values.{member.Name});");
        }

        code.Line().Line("/// <summary>The value as it stands on the wire.</summary>");
        code.Line("public string Value => _value ?? \"\";");
        code.Line().Line("/// <summary>Any value, well-known or not.</summary>");
        code.Line($"public static implicit operator {type.Name}(string value) => new(value);");
        code.Line().Line("/// <summary>The value as it stands on the wire.</summary>");
        code.Line("public override string ToString() => Value;");
        code.Line().Line($"static {type.Name} IJsonModel<{type.Name}>.Read(ref Utf8JsonReader reader) => Read(ref reader);");
        code.Line().Line("void IJsonModel.Write(Utf8JsonWriter writer) => writer.WriteStringValue(Value);");
        code.Line();
        code.Block($"internal static {type.Name} Read(ref Utf8JsonReader reader)", () =>
        {
            code.Line("var text = reader.ExpectText();");
            Code.Switch(code, "text", type.Members.Select(member => (member.Value, $"return {member.Name};")).ToList(), returns: true);
            code.Line().Line("return new(reader.ReadText());");
        });
        code.Line();
        ConstantsEmitter.Emit(code, "Values", $"<see cref=\"{type.Name}\"/>", type.Members);
    }
}
