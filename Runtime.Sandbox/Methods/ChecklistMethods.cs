using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendChecklist</c> and <c>editMessageChecklist</c>, which work over a business connection only.</summary>
internal static class ChecklistMethods
{
    private const int MaxTitle = 255;
    private const int MaxTask = 100;
    private const int MaxTasks = 30;

    public static JsonNode SendChecklist(MethodCall call) =>
        call.Send(() => new JsonObject { ["checklist"] = Checklist(call) });

    /// <summary>Tasks that keep their id stay done.</summary>
    public static JsonNode EditMessageChecklist(MethodCall call)
    {
        var checklist = Checklist(call);
        return call.Edit(message => message.Json.Has("checklist") ? null : "message can't be edited", message =>
        {
            var before = message.Json.Object("checklist").Array("tasks")!;
            foreach (var task in checklist.Array("tasks")!.OfType<JsonObject>())
                task.Take(before.FirstOrDefault(old => old.Long("id") == task.Long("id")), "completed_by_user", "completion_date");
            return new JsonObject { ["checklist"] = checklist };
        }, ["checklist"]);
    }

    public static JsonObject Checklist(JsonNode input)
    {
        var checklist = new JsonObject();
        Write(checklist, "title", input, MaxTitle, "checklist title");
        var tasks = input.Array("tasks") ?? [];
        if (tasks.Count == 0) throw ApiError.BadRequest("checklist must have at least 1 task");
        if (tasks.Count > MaxTasks) throw ApiError.BadRequest($"checklist can't have more than {MaxTasks} tasks");
        var ids = tasks.Select(task => task.Long("id")).ToList();
        if (ids.Exists(id => id <= 0)) throw ApiError.BadRequest("checklist task identifiers must be positive");
        if (ids.Distinct().Count() != ids.Count) throw ApiError.BadRequest("checklist task identifiers must be unique");
        checklist["tasks"] = tasks.Select(JsonNode? (task) => Task(task!)).ToJsonArray();
        foreach (var name in new[] { "others_can_add_tasks", "others_can_mark_tasks_as_done" })
        {
            if (input.Boolean(name)) checklist[name] = true;
        }
        return checklist;
    }

    public static JsonObject Task(JsonNode input)
    {
        var task = new JsonObject { ["id"] = input.Long("id") };
        Write(task, "text", input, MaxTask, "checklist task text");
        return task;
    }

    private static JsonObject Checklist(MethodCall call) => Checklist(call.Parameters.Json("checklist")!);

    private static void Write(JsonObject into, string field, JsonNode input, int max, string name)
    {
        var text = FormattedText.Parse(input.Text(field), input.Text("parse_mode"), input.Array(field + "_entities"));
        if (text.Text.Length == 0) throw ApiError.BadRequest($"{name} must be non-empty");
        if (text.Text.Length > max) throw ApiError.BadRequest($"{name} length must not exceed {max}");
        into[field] = text.Text;
        if (text.Entities.Count > 0) into[field + "_entities"] = text.Entities;
    }
}
