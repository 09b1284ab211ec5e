using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>What people do with checklists. Call while holding the world's gate.</summary>
internal static class Checking
{
    public static StoredMessage SendChecklist(this SandboxWorld world, Room room, Person person, string title,
        IReadOnlyList<string> tasks, bool shared, int topic = 0)
    {
        world.RequireMember(room, person);
        var input = new JsonObject
        {
            ["title"] = title,
            ["tasks"] = tasks.Select(JsonNode? (text, index) => new JsonObject { ["id"] = index + 1, ["text"] = text })
                .ToJsonArray(),
            ["others_can_add_tasks"] = shared,
            ["others_can_mark_tasks_as_done"] = shared,
        };
        var content = new JsonObject().InTopic(topic);
        content["checklist"] = ChecklistMethods.Checklist(input);
        return world.Post(room, person, content);
    }

    /// <summary>The ids of tasks of a message's checklist; null when it has no checklist with all of them.</summary>
    public static IReadOnlyList<long>? TasksOf(StoredMessage message, IReadOnlyList<string> texts)
    {
        if (message.Json.Object("checklist").Array("tasks") is not { } tasks) return null;
        var found = texts.Select(text => tasks.FirstOrDefault(task => task.Text("text") == text).Long("id")).ToList();
        return found.Contains(0) ? null : found;
    }

    /// <summary>
    /// Marks tasks as done, or as not done; the chat is told by a message. What is so already changes nothing.
    /// </summary>
    public static void Mark(
        this SandboxWorld world, Room room, StoredMessage message, Person person, IReadOnlyList<long> ids, bool done)
    {
        RequireAllowed(world, room, message, person, "others_can_mark_tasks_as_done", "mark its tasks");
        var changed = Tasks(message).Where(task => ids.Contains(task.Long("id")) && task.Has("completion_date") != done)
            .Select(task => task.Long("id")).ToList();
        if (changed.Count == 0) return;
        Rewrite(world, room, message, tasks =>
        {
            foreach (var task in tasks.OfType<JsonObject>().Where(task => changed.Contains(task.Long("id"))))
            {
                task.Remove("completed_by_user");
                task.Remove("completion_date");
                if (!done) continue;
                task["completed_by_user"] = person.ToJson();
                task["completion_date"] = world.Now;
            }
        });
        world.Post(room, person, new JsonObject
        {
            ["checklist_tasks_done"] = new JsonObject
            {
                ["checklist_message"] = message.Quoted(),
                [done ? "marked_as_done_task_ids" : "marked_as_not_done_task_ids"] = changed.Select(JsonNode? (id) => id).ToJsonArray(),
            },
        }.InTopic(message.TopicId));
    }

    /// <summary>Adds tasks at the end; the chat is told by a message.</summary>
    public static void AddTasks(
        this SandboxWorld world, Room room, StoredMessage message, Person person, IReadOnlyList<string> texts)
    {
        RequireAllowed(world, room, message, person, "others_can_add_tasks", "add to it");
        var next = Tasks(message).Max(task => task.Long("id"));
        var added = texts.Select(text => ChecklistMethods.Task(new JsonObject { ["id"] = ++next, ["text"] = text }))
            .ToList();
        Rewrite(world, room, message, tasks => added.ForEach(task => tasks.Add(task.DeepClone())));
        world.Post(room, person, new JsonObject
        {
            ["checklist_tasks_added"] = new JsonObject { ["checklist_message"] = message.Quoted(), ["tasks"] = added.Select(JsonNode? (task) => task).ToJsonArray() },
        }.InTopic(message.TopicId));
    }

    private static IEnumerable<JsonObject> Tasks(StoredMessage message) =>
        message.Json.Object("checklist").Array("tasks")!.OfType<JsonObject>();

    private static void RequireAllowed(
        SandboxWorld world, Room room, StoredMessage message, Person person, string permission, string action)
    {
        world.RequireMember(room, person);
        var checklist = message.Json.Object("checklist") ?? throw new InvalidOperationException("There is no checklist in this message.");
        var isOwn = message.AuthorId == person.Id || message.Json.Object("from").Long("id") == person.Id;
        if (!isOwn && !checklist.Boolean(permission))
            throw new InvalidOperationException($"\"{checklist.Text("title")}\" does not let {person.FirstName} {action}.");
    }

    /// <summary>
    /// The checklist in the message changes without an edit: the bot learns of it by the message that follows.
    /// </summary>
    private static void Rewrite(SandboxWorld world, Room room, StoredMessage message, Action<JsonArray> change)
    {
        var json = message.Json.Copy();
        change(json.Object("checklist").Array("tasks")!);
        message.Json = json;
        world.Feed.Publish("edited", Conversation.ChatEventJson(room, message), room.OwnBot);
    }
}
