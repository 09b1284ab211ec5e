using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>deleteMessage</c> and <c>deleteMessages</c>.</summary>
internal static class DeleteMethods
{
    private const int OldestDeletable = 48 * 3600;

    public static JsonNode DeleteMessage(MethodCall call)
    {
        var room = call.Room();
        call.RequirePresence(room);
        var message = call.Message(room) ?? throw ApiError.BadRequest("message to delete not found");
        if (!MayDelete(call, room, message)) throw ApiError.BadRequest("message can't be deleted");
        call.World.Delete(room, message, byBot: true);
        return MethodCall.True();
    }

    /// <summary>Messages that are not there or may not be deleted are skipped.</summary>
    public static JsonNode DeleteMessages(MethodCall call)
    {
        var room = call.Room();
        var ids = (call.Parameters.Json("message_ids") as JsonArray ?? []).Select(id => id.AsText()).ToList();
        if (ids.Count > 100) throw ApiError.BadRequest("too many message identifiers specified");
        foreach (var id in ids)
        {
            if (int.TryParse(id, out var number) && room.Messages.TryGetValue(number, out var message)
                && MayDelete(call, room, message))
                call.World.Delete(room, message, byBot: true);
        }
        return MethodCall.True();
    }

    private static bool MayDelete(MethodCall call, Room room, StoredMessage message)
    {
        var recent = message.Json.Long("date") + OldestDeletable > call.World.Now;
        var canDelete = room.Members.GetValueOrDefault(call.World.Bot.Id)?.Can("can_delete_messages") == true;
        return room.IsPrivate ? recent : canDelete || (recent && message.AuthorId == call.World.Bot.Id);
    }
}
