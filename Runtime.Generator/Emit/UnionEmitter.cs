using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>
/// Writes a union: the base of its members, how they are told apart, and the member for those that this version does
/// not know.
/// </summary>
internal sealed class UnionEmitter(ApiModel model, Docs docs)
{
    public string Emit(UnionType type)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, "Telegram.Webhooks.Runtime.Types");
        code.Lines(docs.Type(
            type.Name, type.Href, "One of " + string.Join(
                ", ", type.Members.Select(member => $"<see cref=\"{member.Name}\"/>")) + Others(type) + ". "));
        code.Line($"[JsonConverter(typeof(JsonModelConverter<{type.Name}>))]");
        var kind = type.IsInterface ? "interface" : "abstract partial class";
        code.Block($"public {kind} {type.Name} : IJsonModel<{type.Name}>", () => Body(code, type));
        return code.ToString();
    }

    private static string Others(UnionType type)
    {
        var others = new[] { type.TextMember, type.ArrayMember, type.Otherwise is null ? type.Unknown : null };
        return string.Concat(others.OfType<string>().Select(other => $", <see cref=\"{other}\"/>"));
    }

    private void Body(CodeWriter code, UnionType type)
    {
        if (!type.IsInterface)
            Base(code, type);
        else if (type.Discriminator is { } field)
            code.Line(Tells(type, field)).Line($"string {Names.Pascal(field)} {{ get; }}");
        code.Line();
        if (!type.IsInterface)
            code.Line($"static {type.Name} IJsonModel<{type.Name}>.Read(ref Utf8JsonReader reader) => Read(ref reader);").Line();
        var read = type.IsInterface
            ? $"static {type.Name} IJsonModel<{type.Name}>.Read"
            : $"internal static {type.Name} Read";
        code.Block($"{read}(ref Utf8JsonReader reader)", () => Reader(code, type));
        if (type.IsInterface || type.Discriminator is not { } told)
            return;
        var texts = type.Members.Select(member => ConstOf(member, told)).Distinct()
            .Select(text => new StringMember(text, Names.Pascal(text)));
        code.Line();
        ConstantsEmitter.Emit(code, Names.Pascal(told) + "Values", $"<see cref=\"{Names.Pascal(told)}\"/>", texts);
    }

    private string Tells(UnionType type, string field) =>
        $"/// <summary>{docs.Link(type.Href, field)}: tells the members apart.</summary>";

    private void Base(CodeWriter code, UnionType type)
    {
        foreach (var field in type.Common.Where(field => field.HasBackingField))
            code.Line($"private protected {field.Shape.Name}? {field.BackingField};").Line();
        code.Block($"private protected {type.Name}()", () => { });
        if (type.Discriminator is { } discriminator)
            code.Line().Line(Tells(type, discriminator))
                .Line($"public abstract string {Names.Pascal(discriminator)} {{ get; }}");
        var members = new MemberEmitter(code, docs);
        foreach (var field in type.Common)
            members.Write(field, type.Name, type.Href, type.IsSent, overrides: false, part: null);
        UnknownFieldsEmitter.EmitBase(code, type);
        code.Line().Line("void IJsonModel.Write(Utf8JsonWriter writer) => WriteJson(writer);");
        code.Line().Line("internal abstract void WriteJson(Utf8JsonWriter writer);");
    }

    private static void Reader(CodeWriter code, UnionType type)
    {
        if (type.TextMember is { } text)
            code.Line("if (reader.TokenType == JsonTokenType.String)").Line($"    return new {text}(ref reader);");
        if (type.ArrayMember is { } array)
            code.Line("if (reader.TokenType == JsonTokenType.StartArray)").Line($"    return new {array}(ref reader);");
        if (type.TextMember is not null && type.ArrayMember is not null)
            code.Line("if (reader.TokenType != JsonTokenType.StartObject)")
                .Line("    reader.ThrowWrong(\"String, Array or Object\");");
        if (type.Zero is { } zero)
            code.Line($"if (reader.PeekIsZero(\"{zero.Field}\"u8))").Line($"    return new {zero.Member}(ref reader);");
        // In the row's order: a member may have the fields that those after it are told by.
        foreach (var (name, probe) in type.Has)
        {
            var member = type.Members.Single(member => member.Name == name);
            var typed = type.Discriminator is { } field
                ? $"reader.PeekText(\"{field}\"u8).SequenceEqual(\"{ConstOf(member, field)}\"u8) && "
                : "";
            code.Line($"if ({typed}reader.PeekHas(\"{probe}\"u8))").Line($"    return new {member.Name}(ref reader);");
        }

        if (type.Discriminator is { } discriminator)
        {
            code.Line($"var kind = reader.PeekText(\"{discriminator}\"u8);");
            var members = type.Members.Where(member => !type.Has.ContainsKey(member.Name));
            Code.Switch(code, "kind", members.Select(member => (ConstOf(member, discriminator), $"return new {member.Name}(ref reader);")).ToList(), returns: true);
            code.Line();
        }

        code.Line($"return new {type.Otherwise ?? type.Unknown}(ref reader);");
    }

    private static string ConstOf(ClassType member, string discriminator) =>
        member.Fields.Single(field => field.Wire == discriminator).Const
        ?? throw new InvalidDataException($"{member.Name}.{discriminator} has no fixed text to tell it by");

    public string EmitUnknown(UnionType type)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, "Telegram.Webhooks.Runtime.Types");
        code.Line($"/// <summary>A member of <see cref=\"{type.Name}\"/> that this version does not know, kept with its JSON.</summary>");
        code.Line($"[JsonConverter(typeof(JsonModelConverter<{type.Unknown}>))]");
        code.Block($"public sealed class {type.Unknown} : {type.Name}, IJsonModel<{type.Unknown}>", () =>
        {
            var hasRequired = type.Common.Any(field => field.Required) && type.IsSent;
            if (hasRequired)
                code.Line("#pragma warning disable CS8618 // The base's members are in the JSON, if anywhere.")
                    .Line("[SetsRequiredMembers]");
            code.Block($"internal {type.Unknown}(ref Utf8JsonReader reader)", () =>
                code.Line("reader.ExpectObject();").Line("Json = JsonElement.ParseValue(ref reader);"));
            if (hasRequired)
                code.Line("#pragma warning restore CS8618");
            code.Line().Line("/// <summary>The member as Telegram sent it.</summary>");
            code.Line("public JsonElement Json { get; }");
            if (type.Discriminator is { } discriminator)
            {
                code.Line().Line("/// <inheritdoc/>");
                var over = type.IsInterface ? "" : "override ";
                code.Line($"public {over}string {Names.Pascal(discriminator)} => Json.TextOf(\"{discriminator}\"u8);");
            }

            code.Line().Line($"static {type.Unknown} IJsonModel<{type.Unknown}>.Read(ref Utf8JsonReader reader) => new(ref reader);").Line();
            code.Line(type.IsInterface
                ? "void IJsonModel.Write(Utf8JsonWriter writer) => Json.WriteAsItCame(writer);"
                : "internal override void WriteJson(Utf8JsonWriter writer) => Json.WriteAsItCame(writer);");
        });
        return code.ToString();
    }
}
