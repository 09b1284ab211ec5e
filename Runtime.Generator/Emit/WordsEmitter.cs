using Telegram.Webhooks.Runtime.Generator.Model;

namespace Telegram.Webhooks.Runtime.Generator.Emit;

/// <summary>
/// Writes, for a method that takes words and how to read them, the overloads that take both as one: markup whose holes
/// are escaped, and text with its entities. They yield to the plain one where both fit, so that an interpolated string
/// stays plain text unless it is named.
/// </summary>
internal sealed class WordsEmitter(CodeWriter code, Docs docs)
{
    private static readonly (string Words,
        string Entities)[] Pairs = [("text", "entities"), ("caption", "caption_entities")];

    public void Emit(RequestType request)
    {
        foreach (var (wire, entitiesWire) in Pairs)
        {
            var words = request.Fields.SingleOrDefault(field => field.Wire == wire);
            var mode = request.Fields.SingleOrDefault(field => field.Wire == "parse_mode");
            var entities = request.Fields.SingleOrDefault(field => field.Wire == entitiesWire);
            if (words is null || mode is null || entities is null)
                continue;
            One(request, words, [mode, entities], "TelegramHtml", "html", $"{mode.Parameter}: ParseMode.Html");
            One(request, words, [mode, entities], "TelegramMarkdown", "markdown",
                $"{mode.Parameter}: ParseMode.MarkdownV2");
            One(request, words, [mode, entities], "FormattedText", words.Parameter,
                $"{entities.Parameter}: {words.Parameter}.Entities");
        }
    }

    private void One(RequestType request, Field words, Field[] replaced, string type, string name, string reading)
    {
        // What stands before the words says what they are for; without it there is nothing to overload.
        var before = request.Fields.TakeWhile(field => field != words)
            .Concat(request.Fields.Where(field => field.Required && field != words)).Distinct().ToList();
        var after = request.Fields.Except(before).Except(replaced).Where(field => field != words)
            .Where(field => field.Wire != "inline_message_id" || before.TrueForAll(other => other.Required)).ToList();
        code.Line();
        code.Lines(docs.Method(request));
        code.Line("/// <param name=\"bot\">Who calls.</param>");
        code.Lines(before.Select(field => docs.Parameter(request.Method, field)));
        code.Line($"/// <param name=\"{name}\">{Docs.Words(type)}</param>");
        code.Lines(after.Select(field => docs.Parameter(request.Method, field)));
        code.Line("/// <param name=\"cancellationToken\">Gives up waiting.</param>");
        code.Line("/// <exception cref=\"ApiRequestException\">Telegram refused the call.</exception>");
        code.Line("[OverloadResolutionPriority(-1)]");
        code.Line($"public static Task<{request.Result.Name}> {request.Name}(");
        code.Indented(() =>
        {
            code.Line("this ITelegramBot bot,");
            foreach (var field in before)
                code.Line($"{field.Shape.Name} {field.Parameter},");
            code.Line($"{type} {name},");
            foreach (var field in after)
                code.Line($"{field.MemberType} {field.Parameter}{MethodEmitter.Default(field)},");
            code.Line("CancellationToken cancellationToken = default)");
        });
        code.Block("", () =>
        {
            if (type == "FormattedText")
                code.Line($"ArgumentNullException.ThrowIfNull({name});");
            code.Line($"return bot.{request.Name}(");
            code.Indented(() =>
            {
                foreach (var field in before)
                    code.Line($"{field.Parameter}: {field.Parameter},");
                code.Line($"{words.Parameter}: {name}.{(type == "FormattedText" ? "Text" : "Markup")},").Line($"{reading},");
                foreach (var field in after)
                    code.Line($"{field.Parameter}: {field.Parameter},");
                code.Line("cancellationToken: cancellationToken);");
            });
        });
    }
}
