using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>Checks the arguments of a call against the schema before any behaviour runs.</summary>
internal sealed class ParameterCheck(ApiSchema schema)
{
    // These take whatever comes, as WIRE's rules for them say: what is not understood is clamped, ignored or left
    // unchanged.
    private static readonly string[] Forgiving = ["getUpdates", "setWebhook", "deleteWebhook"];

    // Limited after formatting is parsed, so the behaviour counts them.
    private static readonly string[] CountedLater = ["text", "caption", "question", "explanation", "description"];

    private readonly ShapeCheck _shapes = new(schema);

    public void Check(SchemaMethod method, CallParameters given)
    {
        if (Forgiving.Contains(method.Name)) return;
        foreach (var parameter in method.Parameters)
        {
            if (!given.Has(parameter.Name))
            {
                if (parameter.Required) throw ApiError.BadRequest(MissingText(parameter));
                continue;
            }
            if (given.File(parameter.Name) is null) CheckValue(parameter, given.Text(parameter.Name));
        }
    }

    private void CheckValue(SchemaField parameter, string text)
    {
        switch (parameter.Type)
        {
            case "String" or "Boolean" or "Integer or String" or "InputFile or String":
                break;
            case "InputFile":
                if (!text.StartsWith("attach://", StringComparison.Ordinal))
                    throw ApiError.BadRequest(MissingText(parameter));
                break;
            case "Integer":
                if (!long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    throw ApiError.BadRequest(parameter.Name == "user_id" ? "invalid user_id specified" : $"parameter \"{parameter.Name}\" must be an integer");
                break;
            case "Float":
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    throw ApiError.BadRequest($"parameter \"{parameter.Name}\" must be a number");
                break;
            default:
                CheckJson(parameter, text);
                break;
        }
        CheckLength(parameter, text);
    }

    private void CheckJson(SchemaField parameter, string text)
    {
        var label = parameter.Type.Contains("InputMedia", StringComparison.Ordinal)
            ? "InputMedia"
            : parameter.Name.Replace('_', ' ');
        JsonNode? value;
        try
        {
            value = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw ApiError.BadRequest(parameter.Name == "reply_markup" ? "can't parse reply keyboard markup JSON object" : $"can't parse {parameter.Name.Replace('_', ' ')} JSON object");
        }
        if (value is null) return;
        // Options of a poll were texts once, and may still be.
        if (parameter is { Name: "options", Type: "Array of InputPollOption" } && value is JsonArray options && options.All(option => option is JsonValue))
            return;
        if (parameter.Name == "reply_markup" && value is not JsonObject)
            throw ApiError.BadRequest("object expected as reply markup");
        if (parameter.Name == "reply_markup") return;
        if (_shapes.Problem(value, parameter.Type, parameter.Name) is { } problem)
            throw ApiError.BadRequest($"can't parse {label}: {problem}");
    }

    private static void CheckLength(SchemaField parameter, string text)
    {
        if (parameter.MaxLength is not { } max || CountedLater.Contains(parameter.Name)) return;
        var length = parameter.InBytes ? Encoding.UTF8.GetByteCount(text) : text.Length;
        if (length > max) throw ApiError.BadRequest($"{parameter.Name.Replace('_', ' ')} is too long");
    }

    private static string MissingText(SchemaField parameter) => parameter switch
    {
        { Name: "chat_id" or "from_chat_id" } => parameter.Name + " is empty",
        { Name: "text" } => "message text is empty",
        { Name: "user_id" } => "invalid user_id specified",
        { Name: "message_id" } => "message identifier is not specified",
        { Name: "message_ids" } => "message identifiers are not specified",
        { Name: "file_id" } => "file_id not specified",
        { Type: "InputFile" or "InputFile or String" } => $"there is no {parameter.Name.Replace('_', ' ')} in the request",
        _ => $"parameter \"{parameter.Name}\" is required",
    };
}
