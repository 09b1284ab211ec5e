using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Chats: what is known of them, their title, description, photo and pinned messages.</summary>
internal static class ChatMethods
{
    public static JsonNode GetChat(MethodCall call)
    {
        var room = call.Room();
        var chat = room.ToJson();
        chat["accent_color_id"] = (int)(Math.Abs(room.Id) % 7);
        chat["max_reaction_count"] = 11;
        chat["accepted_gift_types"] = new JsonObject
        {
            ["unlimited_gifts"] = room.IsPrivate,
            ["limited_gifts"] = room.IsPrivate,
            ["unique_gifts"] = room.IsPrivate,
            ["premium_subscription"] = room.IsPrivate,
            ["gifts_from_channels"] = room.IsPrivate,
        };
        if ((room.Username ?? room.Partner?.Username) is { } name) chat["active_usernames"] = new JsonArray(name);
        if (room.Description.Length > 0) chat["description"] = room.Description;
        if (room.InviteLinks.FirstOrDefault(link => link.Boolean("is_primary")) is { } link)
            chat["invite_link"] = link.Text("invite_link");
        if ((room.Photo ?? Portrait(room)) is { } photo) chat["photo"] = photo.DeepClone();
        if (room.Pinned.Count > 0) chat["pinned_message"] = room.Messages[room.Pinned[^1]].Quoted();
        if (!room.IsPrivate && !room.IsChannel) chat["permissions"] = room.Permissions.DeepClone();
        return chat;
    }

    public static JsonNode SetChatTitle(MethodCall call)
    {
        var room = call.RoomToManage("can_change_info", "change chat title");
        var title = call.Parameters.Text("title").Trim();
        if (title.Length == 0) throw ApiError.BadRequest("title must be non-empty");
        if (room.Title == title) throw ApiError.BadRequest("chat title is not modified");
        room.Title = title;
        call.World.Post(room, call.World.Bot, new JsonObject { ["new_chat_title"] = title });
        return MethodCall.True();
    }

    public static JsonNode SetChatDescription(MethodCall call)
    {
        var room = call.RoomToManage("can_change_info", "change chat description");
        var description = call.Parameters.Text("description");
        if (description.Length > 255) throw ApiError.BadRequest("chat description is too long");
        if (room.Description == description) throw ApiError.BadRequest("chat description is not modified");
        room.Description = description;
        return MethodCall.True();
    }

    public static JsonNode SetChatPhoto(MethodCall call)
    {
        var room = call.RoomToManage("can_change_info", "change chat photo");
        var file = MediaContent.Resolve(call, "photos", MediaContent.Reference(call, "photo"));
        room.Photo = ChatPhoto(file);
        call.World.Post(room, call.World.Bot, new JsonObject { ["new_chat_photo"] = MediaContent.PhotoSizes(file) });
        return MethodCall.True();
    }

    public static JsonNode DeleteChatPhoto(MethodCall call)
    {
        var room = call.RoomToManage("can_change_info", "change chat photo");
        if (room.Photo is null) throw ApiError.BadRequest("CHAT_NOT_MODIFIED");
        room.Photo = null;
        call.World.Post(room, call.World.Bot, new JsonObject { ["delete_chat_photo"] = true });
        return MethodCall.True();
    }

    public static JsonNode SetChatPermissions(MethodCall call)
    {
        var room = call.RoomToManage("can_restrict_members", "change chat permissions");
        var permissions = call.Parameters.Json("permissions");
        foreach (var name in Membership.Permissions) room.Permissions[name] = permissions.Boolean(name);
        return MethodCall.True();
    }

    public static JsonNode PinChatMessage(MethodCall call)
    {
        var room = PinnableRoom(call);
        var message = call.Message(room) ?? throw ApiError.BadRequest("message to pin not found");
        room.Pinned.Remove(message.Id);
        room.Pinned.Add(message.Id);
        call.World.Post(room, call.World.Bot, new JsonObject { ["pinned_message"] = message.Quoted() });
        return MethodCall.True();
    }

    public static JsonNode UnpinChatMessage(MethodCall call)
    {
        var room = PinnableRoom(call);
        var id = call.Parameters.Has("message_id")
            ? (int)call.Parameters.Long("message_id")
            : room.Pinned.LastOrDefault();
        if (!room.Pinned.Remove(id)) throw ApiError.BadRequest("message to unpin not found");
        return MethodCall.True();
    }

    public static JsonNode UnpinAllChatMessages(MethodCall call)
    {
        PinnableRoom(call).Pinned.Clear();
        return MethodCall.True();
    }

    public static JsonNode LeaveChat(MethodCall call)
    {
        var room = call.Room();
        if (room.IsPrivate) throw ApiError.BadRequest("chat is not a group, supergroup or channel chat");
        call.RequirePresence(room);
        var me = call.BotMembership(room);
        call.World.ChangeMember(room, call.World.Bot, me, () => me.Become("left"));
        return MethodCall.True();
    }

    private static JsonObject? Portrait(Room room) =>
        room.Partner?.Photos is [var newest, ..] ? ChatPhoto(newest) : null;

    private static JsonObject ChatPhoto(StoredFile file) => new()
    {
        ["small_file_id"] = file.FileId,
        ["small_file_unique_id"] = file.UniqueId,
        ["big_file_id"] = file.FileId,
        ["big_file_unique_id"] = file.UniqueId,
    };

    private static Room PinnableRoom(MethodCall call)
    {
        var room = call.Room();
        call.RequirePresence(room);
        var right = room.IsChannel ? "can_edit_messages" : "can_pin_messages";
        if (!room.IsPrivate && !call.BotMembership(room).Can(right))
            throw ApiError.BadRequest("not enough rights to manage pinned messages in the chat");
        return room;
    }
}
