using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>Writes a method as an extension of the bot.</summary>
internal sealed class MethodEmitter(ApiModel model, Docs docs)
{
    public const string Class = "BotApiMethods";

    public string Emit(RequestType request)
    {
        var code = new CodeWriter();
        GeneratedFile.Head(code, model.Version, "Telegram.Webhooks.Runtime");
        code.Block($"public static partial class {Class}", () =>
        {
            Body(code, request);
            new WordsEmitter(code, docs).Emit(request);
        });
        return code.ToString();
    }

    private void Body(CodeWriter code, RequestType request)
    {
        code.Lines(docs.Method(request));
        code.Line("/// <param name=\"bot\">Who calls.</param>");
        code.Lines(request.Fields.Select(field => docs.Parameter(request.Method, field)));
        code.Line("/// <param name=\"cancellationToken\">Gives up waiting.</param>");
        code.Line("/// <exception cref=\"ApiRequestException\">Telegram refused the call.</exception>");
        code.Line($"public static Task<{request.Result.Name}> {request.Name}(");
        code.Indented(() =>
        {
            code.Line("this ITelegramBot bot,");
            foreach (var field in request.Fields)
                code.Line($"{field.MemberType} {field.Parameter}{Default(field)},");
            code.Line("CancellationToken cancellationToken = default)");
        });
        code.Block("", () =>
        {
            code.Line("ArgumentNullException.ThrowIfNull(bot);");
            var required = request.Fields.Where(field => field.Required).Select(field => field.Parameter);
            var optional = request.Fields.Where(field => !field.Required).ToList();
            var create = $"new {request.Name}({string.Join(", ", required)})";
            if (optional.Count == 0)
            {
                code.Line($"return bot.Execute({create}, cancellationToken);");
                return;
            }

            code.Line($"var request = {create}").Line("{");
            code.Indented(() => code.Lines(optional.Select(field => $"{field.Member} = {field.Parameter},")));
            code.Line("};").Line("return bot.Execute(request, cancellationToken);");
        });
    }

    public static string Default(Field field) => field switch
    {
        { Required: true } => "",
        { Shape.Kind: ShapeKind.True } => " = false",
        _ => " = null",
    };
}
