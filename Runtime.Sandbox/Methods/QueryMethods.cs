using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Answers to callback and inline queries, once each and in time.</summary>
internal static class QueryMethods
{
    private const string TooLate = "query is too old and response timeout expired or query ID is invalid";
    private const int MaxCallbackText = 200;

    public static JsonNode AnswerCallbackQuery(MethodCall call)
    {
        if (call.Parameters.Text("text").Length > MaxCallbackText) throw ApiError.BadRequest("MESSAGE_TOO_LONG");
        var query = Open(call, call.World.CallbackQueries, "callback_query_id");
        query.Answer = Copy(call, "text", "url");
        query.Answer["show_alert"] = call.Parameters.Boolean("show_alert");
        Publish(call, "callback_answer", query);
        return MethodCall.True();
    }

    public static JsonNode AnswerInlineQuery(MethodCall call)
    {
        var query = Open(call, call.World.InlineQueries, "inline_query_id");
        var results = call.Parameters.Json("results") as JsonArray ?? [];
        if (results.Count > 50) throw ApiError.BadRequest("RESULTS_TOO_MUCH");
        if (results.Select(result => result.Text("id")).Distinct().Count() != results.Count)
            throw ApiError.BadRequest("RESULT_ID_DUPLICATE");
        foreach (var result in results.OfType<JsonObject>())
        {
            var keyboard = result.Object("reply_markup") is { } markup ? Markup.Inline(markup) : null;
            GameMethods.Keyboard(InlineResults.Game(call.World, result), keyboard);
        }
        query.Answer = Copy(call, "next_offset");
        query.Answer["results"] = results.DeepClone();
        Publish(call, "inline_answer", query);
        return MethodCall.True();
    }

    public static OpenQuery Open(this MethodCall call, Dictionary<string, OpenQuery> queries, string parameter)
    {
        var found = queries.GetValueOrDefault(call.Parameters.Text(parameter));
        return found is { Answer: null } && found.ExpiresAt > call.World.Time.GetUtcNow()
            ? found
            : throw ApiError.BadRequest(TooLate);
    }

    private static JsonObject Copy(MethodCall call, params ReadOnlySpan<string> names) =>
        new JsonObject().Take(call.Options(), names);

    public static void Publish(MethodCall call, string kind, OpenQuery query) =>
        call.World.Feed.Publish(kind, new JsonObject { ["id"] = query.Id, ["user_id"] = query.From.Id, ["answer"] = query.Answer!.DeepClone() }, call.World.Bot.Id);
}
