using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Text;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendPoll</c> and <c>stopPoll</c>.</summary>
internal static class PollMethods
{
    public static JsonNode SendPoll(MethodCall call) => call.Send(() => new JsonObject { ["poll"] = Poll(call) });

    public static JsonNode StopPoll(MethodCall call)
    {
        var room = call.Room();
        var message = call.Message(room) ?? throw ApiError.BadRequest("message with poll to stop not found");
        if (message.Json.Object("poll") is not { } poll || message.AuthorId != call.World.Bot.Id)
            throw ApiError.BadRequest("message with poll to stop not found");
        if (poll.Boolean("is_closed")) throw ApiError.BadRequest("poll has already been closed");
        var inline = Markup.ReadInline(call);
        call.World.Change(room, message, byBot: true, marksEdited: true, json =>
        {
            json["poll"]!["is_closed"] = true;
            json.Remove("reply_markup");
            if (inline is not null) json["reply_markup"] = inline;
        });
        call.World.Deliver("poll", message.Json.Object("poll")!);
        return message.Json["poll"]!.DeepClone();
    }

    private static JsonObject Poll(MethodCall call)
    {
        var question = FormattedText.Parse(
            call.Parameters.Text("question"), call.Parameters.Text("question_parse_mode"),
            call.Parameters.Json("question_entities") as JsonArray);
        if (question.Text.Length == 0) throw ApiError.BadRequest("poll question must be non-empty");
        if (question.Text.Length > 300) throw ApiError.BadRequest("poll question length must not exceed 300");
        var options = call.Parameters.Json("options") as JsonArray ?? [];
        if (options.Count < 1) throw ApiError.BadRequest("poll must have at least 1 option");
        if (options.Count > 12) throw ApiError.BadRequest("poll can't have more than 12 options");
        var type = call.Parameters.Text("type") is "quiz" ? "quiz" : "regular";
        var poll = new JsonObject
        {
            ["id"] = call.World.NextQueryId(),
            ["question"] = question.Text,
            ["options"] = options.Select(Option).ToJsonArray(),
            ["total_voter_count"] = 0,
            ["is_closed"] = call.Parameters.Boolean("is_closed"),
            ["is_anonymous"] = !call.Parameters.Has("is_anonymous") || call.Parameters.Boolean("is_anonymous"),
            ["type"] = type,
            ["allows_multiple_answers"] = call.Parameters.Boolean("allows_multiple_answers"),
            ["allows_revoting"] = type == "regular" || call.Parameters.Boolean("allows_revoting"),
            ["members_only"] = call.Parameters.Boolean("members_only"),
        };
        if (call.Parameters.Has("open_period")) poll["open_period"] = call.Parameters.Long("open_period");
        if (call.Parameters.Has("close_date")) poll["close_date"] = call.Parameters.Long("close_date");
        if (question.Entities.Count > 0) poll["question_entities"] = question.Entities;
        if (type == "quiz")
        {
            var correct = call.Parameters.Json("correct_option_ids") as JsonArray;
            if (correct is null or { Count: 0 } && !call.Parameters.Has("correct_option_id"))
                throw ApiError.BadRequest("quiz must have correct option");
            AddExplanation(call, poll);
            poll["correct_option_ids"] = correct?.DeepClone() ?? new JsonArray(
                call.Parameters.Integer("correct_option_id", 0));
        }
        return poll;
    }

    private static void AddExplanation(MethodCall call, JsonObject poll)
    {
        var text = FormattedText.Parse(
            call.Parameters.Text("explanation"), call.Parameters.Text("explanation_parse_mode"),
            call.Parameters.Json("explanation_entities") as JsonArray);
        if (text.Text.Length == 0) return;
        if (text.Text.Length > 200) throw ApiError.BadRequest("explanation is too long");
        poll["explanation"] = text.Text;
        if (text.Entities.Count > 0) poll["explanation_entities"] = text.Entities;
    }

    private static JsonNode? Option(JsonNode? option, int index)
    {
        var text = FormattedText.Parse(option is JsonObject ? option.Text("text") : option.AsText(), option.Text("text_parse_mode"), option.Array("text_entities"));
        if (text.Text.Length == 0) throw ApiError.BadRequest("poll options must be non-empty");
        if (text.Text.Length > 100) throw ApiError.BadRequest("poll options length must not exceed 100");
        return new JsonObject
        {
            ["persistent_id"] = index.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["text"] = text.Text,
            ["voter_count"] = 0,
        };
    }
}
