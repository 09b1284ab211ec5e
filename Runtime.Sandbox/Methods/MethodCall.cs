using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>A checked call on its way to its behaviour, which runs while holding the world's gate.</summary>
internal sealed record MethodCall(SandboxWorld World, string Method, CallParameters Parameters)
{
    /// <summary>
    /// Files that the call named by URL, fetched before the behaviour runs; null where the fetch failed.
    /// </summary>
    public Dictionary<string, UploadedFile?> Fetched { get; } = new(StringComparer.Ordinal);

    public Room Room(string parameter = "chat_id") =>
        parameter == "chat_id" && this.IsOverBusiness() ? BusinessMethods.Room(this) : World.FindRoom(Parameters.Text(parameter));

    public StoredMessage? Message(Room room, string parameter = "message_id") =>
        room.Messages.GetValueOrDefault((int)Math.Clamp(Parameters.Long(parameter), 0, int.MaxValue));

    /// <summary>What the call gives as message_ids: one to a hundred.</summary>
    public IReadOnlyList<int> MessageIds()
    {
        var ids = (Parameters.Json("message_ids") as JsonArray ?? [])
            .Select(id => int.TryParse(id.AsText(), out var number) ? number : 0).ToList();
        if (ids.Count == 0) throw ApiError.BadRequest("message identifiers are not specified");
        return ids.Count <= 100 ? ids : throw ApiError.BadRequest("too many message identifiers specified");
    }

    public Person User()
    {
        var id = Parameters.Long("user_id");
        if (id <= 0) throw ApiError.BadRequest("invalid user_id specified");
        return World.People.GetValueOrDefault(id) ?? throw ApiError.BadRequest("user not found");
    }

    /// <summary>All arguments as texts, for builders that also read nested JSON.</summary>
    public JsonObject Options()
    {
        var options = new JsonObject();
        foreach (var (name, value) in Parameters.Values) options[name] = value;
        return options;
    }

    public static JsonNode True() => JsonValue.Create(true);
}
