using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes a method's request.</summary>
internal sealed class RequestEmitter(ApiModel model, Docs docs)
{
    public string Emit(RequestType request)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, request.Namespace);
        code.Lines(docs.Method(request));
        code.Block($"public sealed class {request.Name} : Request<{request.Result.Name}>", () => Body(code, request));
        return code.ToString();
    }

    private void Body(CodeWriter code, RequestType request)
    {
        Constructor(code, request);
        foreach (var field in request.Fields)
        {
            code.Line().Line(docs.Member(request.Method, request.Href, field));
            code.Line($"public {field.MemberType} {field.Member} {{ get; {(field.Required ? "" : "init; ")}}}");
        }

        code.Line().Line("/// <inheritdoc/>").Line($"public override string MethodName => \"{request.Method}\";")
            .Line();
        code.Block("internal override void WriteTo(Utf8JsonWriter writer)", () =>
        {
            code.Line("writer.WriteStartObject();");
            foreach (var field in request.Fields)
                code.Lines(WriteParameter(field));
            code.Line("writer.WriteEndObject();");
        });
        code.Line().Line($"internal override {request.Result.Name} ReadResult(ref Utf8JsonReader reader) => {ReadResult(request.Result)};");
        var files = request.Fields.Where(field => Reach.Carries(model, field.Shape.Innermost)).ToList();
        if (files.Count == 0)
            return;
        code.Line();
        code.Block("internal override void CollectUploads(ICollection<InputFile> uploads)",
            () => code.Lines(files.Select(Collect)));
    }

    // A request's required members are auto-properties set by the constructor, so unlike a type's they have no field
    // behind.
    private static IEnumerable<string> WriteParameter(Field field) => field switch
    {
        { Required: true } => [Code.Write(field.Shape, field.Wire, field.Member)],
        { Shape.Kind: ShapeKind.ChatId } => [$"{field.Member}?.ThrowIfNone(nameof({field.Member}));", .. Code.WriteField(field)],
        _ => Code.WriteField(field),
    };

    private static string Collect(Field field) =>
        Code.Collect(field).Replace(field.BackingField, field.Member, StringComparison.Ordinal);

    private void Constructor(CodeWriter code, RequestType request)
    {
        var taken = request.Fields.Where(field => field.Required || request.Positional).ToList();
        code.Line($"/// <summary>A call with its {(request.Positional ? "" : "required ")}parameters.</summary>");
        code.Lines(taken.Select(field => docs.Parameter(request.Method, field)));
        var parameters = taken.Select(field => $"{field.MemberType} {field.Parameter}{(field.Required ? "" : " = null")}");
        code.Block($"public {request.Name}({string.Join(", ", parameters)})", () =>
        {
            foreach (var field in taken)
            {
                code.Lines(Guards.Of(field));
                var value = request.Via.TryGetValue(field.Wire, out var via)
                    ? $"{via}({field.Parameter})"
                    : field.Parameter;
                code.Line($"{field.Member} = {value};");
            }
        });
    }

    private static string ReadResult(Shape result) => result.Kind switch
    {
        ShapeKind.Class or ShapeKind.Union => $"ModelJson.Read<{result.Name}>(ref reader, \"$.result\")",
        ShapeKind.List => $"ModelJson.ReadList<{result.Item!.Name}>(ref reader, \"$.result\")",
        ShapeKind.Bool => "ModelJson.Read(ref reader, \"$.result\", JsonReading.ReadBool)",
        ShapeKind.Text => "ModelJson.Read(ref reader, \"$.result\", JsonReading.ReadText)",
        ShapeKind.Int => "ModelJson.Read(ref reader, \"$.result\", JsonReading.ReadInt)",
        _ => throw new NotSupportedException($"a result of {result.Name}"),
    };
}
