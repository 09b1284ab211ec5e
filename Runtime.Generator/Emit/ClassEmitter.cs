using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes an object: its members, its reader and its writer.</summary>
internal sealed class ClassEmitter(ApiModel model, Docs docs)
{
    private const string Part = "_more";

    public string Emit(ClassType type)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, "Telegram.Webhooks.Runtime.Types");
        code.Lines(docs.Type(type.Name, type.Href));
        code.Line($"[JsonConverter(typeof(JsonModelConverter<{type.Name}>))]");
        code.Block($"public sealed partial class {type.Name} : {string.Join(", ", Bases(type))}", () => Body(code, type));
        return code.ToString();
    }

    private static IEnumerable<string> Bases(ClassType type)
    {
        if (type.Base is { } union)
            yield return union.Name;
        foreach (var shared in type.Interfaces)
            yield return shared.Name;
        yield return $"IJsonModel<{type.Name}>";
        if (type.CarriesFiles)
            yield return "ICarriesFiles";
    }

    private void Body(CodeWriter code, ClassType type)
    {
        foreach (var field in type.OwnFields.Where(field => field.HasBackingField && !InPart(type, field)))
            code.Line($"private {field.Shape.Name}? {field.BackingField};").Line();
        if (type.Always is not null)
            code.Line($"private More? {Part};").Line();
        Constructors(code, type);
        var members = new MemberEmitter(code, docs);
        foreach (var field in type.OwnFields)
            members.Write(field, type, Overrides(type, field), InPart(type, field) ? Part : null);
        UnknownFieldsEmitter.EmitMembers(code, type, Part);
        if (type.Kind is { } kind)
            Kind(code, type, kind.Struct);
        code.Line().Line($"static {type.Name} IJsonModel<{type.Name}>.Read(ref Utf8JsonReader reader) => new(ref reader);");
        Writer(code, type);
        if (type.CarriesFiles)
            Uploads(code, type);
        if (type.Always is not null)
            PartEmitter.Emit(code, [.. type.Fields.Where(field => InPart(type, field))]);
    }

    private static bool InPart(ClassType type, Field field) => type.Always?.Contains(field.Wire) == false;

    private static bool Overrides(ClassType type, Field field) =>
        type.Base is { } union && union.Discriminator == field.Wire;

    private void Constructors(CodeWriter code, ClassType type)
    {
        code.Line("/// <summary>An instance to fill in an object initializer.</summary>");
        code.Block($"public {type.Name}()", () => { });
        code.Line();
        if (ConstructorEmitter.Emit(code, docs, type))
            code.Line();
        var hasRequired = type.AsksForRequired && type.Fields.Any(field => field.Required && !field.IsFixed);
        if (hasRequired)
            code.Line("#pragma warning disable CS8618 // What Telegram left out gets a stand-in when it is asked for.")
                .Line("[SetsRequiredMembers]");
        code.Block($"internal {type.Name}(ref Utf8JsonReader reader)", () =>
        {
            code.Line("reader.ExpectObject();");
            code.Block("while (reader.NextProperty(out var name))", () =>
            {
                // What is fixed is known, so it is not kept as unknown.
                var cases = type.Fields.Where(field => !InPart(type, field))
                    .Select(field => (field.Wire, field.IsFixed ? "reader.SkipValue();" : $"{field.Member} = {Code.Read(field.Shape)};")).ToList();
                if (cases.Count > 0)
                    Code.Switch(code, "name", cases, returns: false);
                if (type.Always is not null)
                    code.Line().Line($"if (More.TryRead(ref {Part}, name, ref reader))").Line("    continue;");
                if (type.Kind is { Closed: false })
                    code.Line("KeepKind(name);");
                code.Line($"reader.KeepUnknown(ref {UnknownFieldsEmitter.Place(type, Part)}, name);");
            });
        });
        if (hasRequired)
            code.Line("#pragma warning restore CS8618");
    }

    private void Kind(CodeWriter code, ClassType type, string kind)
    {
        code.Line();
        code.Line("/// <summary>The kind whose field is set, if it is one that this version knows.</summary>");
        code.Block($"private {kind}? KnownKind", () => code.Block("get", () =>
        {
            var kinds = model.Strings.Single(type => type.Name == kind).Members.ToDictionary(
                member => member.Value, member => member.Name);
            // In the schema's order: what older programs understand may be set beside what the message is.
            var told = type.Fields.Where(field => kinds.ContainsKey(field.Wire)).ToList();
            var later = told.SkipWhile(field => !InPart(type, field)).ToList();
            Tell(told.Except(later), returns: false);
            if (later.Count > 0)
                code.Block(
                    $"if ({Part} is null)", () => Tell(later.Where(field => !InPart(type, field)), returns: true));
            Tell(later, returns: false);

            void Tell(IEnumerable<Field> fields, bool returns)
            {
                foreach (var field in fields)
                    code.Line($"if ({(InPart(type, field) ? Part + "." : "")}{field.Member}{(field.Shape.Kind == ShapeKind.True ? "" : " is not null")})")
                        .Line($"    return {kind}.{kinds[field.Wire]};");
                if (returns)
                    code.Line("return null;");
            }

            code.Line("return null;");
        }));
    }

    private static void Writer(CodeWriter code, ClassType type)
    {
        code.Line();
        if (type.Base is null)
            code.Line("void IJsonModel.Write(Utf8JsonWriter writer) => WriteJson(writer);").Line();
        code.Block($"internal {(type.Base is null ? "" : "override ")}void WriteJson(Utf8JsonWriter writer)", () =>
        {
            code.Line("writer.WriteStartObject();");
            foreach (var field in type.Fields.Where(field => !InPart(type, field)))
                code.Lines(Code.WriteField(field));
            if (type.Always is not null)
                code.Line($"{Part}?.Write(writer);");
            else
                code.Line(UnknownFieldsEmitter.Write(UnknownFieldsEmitter.Place(type, Part)));
            code.Line("writer.WriteEndObject();");
        });
    }

    private void Uploads(CodeWriter code, ClassType type)
    {
        code.Line();
        code.Block("void ICarriesFiles.CollectUploads(ICollection<InputFile> uploads)", () =>
        {
            foreach (var field in type.Fields.Where(field => Reach.Carries(model, field.Shape.Innermost)))
                code.Line(Code.Collect(field));
        });
    }
}
