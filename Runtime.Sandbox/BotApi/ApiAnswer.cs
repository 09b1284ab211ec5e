using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>The Bot API's envelope: a result, or an error code with its description.</summary>
internal sealed record ApiAnswer(int Status, JsonObject Body, int? RetryAfter = null)
{
    public static ApiAnswer Success(JsonNode? result, string? description = null)
    {
        var body = new JsonObject { ["ok"] = true, ["result"] = result };
        if (description is not null) body["description"] = description;
        return new ApiAnswer(200, body);
    }

    public static ApiAnswer Failure(ApiError error)
    {
        var body = new JsonObject { ["ok"] = false, ["error_code"] = error.Code, ["description"] = error.Description };
        if (error.RetryAfter is { } seconds) body["parameters"] = new JsonObject { ["retry_after"] = seconds };
        else if (error.MigrateToChatId is { } chat)
            body["parameters"] = new JsonObject { ["migrate_to_chat_id"] = chat };
        return new ApiAnswer(error.Code, body, error.RetryAfter);
    }
}
