using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>What the bot may do in a chat.</summary>
internal static class Access
{
    // What a message has, the permission it needs in a group, and what Telegram calls it. The first that fits counts: a
    // venue has a location too, an animation a document.
    private static readonly (string Field, string Permission, string Name)[] Needs =
    [
        ("text", "can_send_messages", "text messages"),
        ("rich_message", "can_send_messages", "text messages"),
        ("animation", "can_send_other_messages", "animations"),
        ("sticker", "can_send_other_messages", "stickers"),
        ("dice", "can_send_other_messages", "dice"),
        ("game", "can_send_other_messages", "games"),
        ("photo", "can_send_photos", "photos"),
        ("video", "can_send_videos", "videos"),
        ("audio", "can_send_audios", "music"),
        ("document", "can_send_documents", "documents"),
        ("voice", "can_send_voice_notes", "voice notes"),
        ("video_note", "can_send_video_notes", "video notes"),
        ("poll", "can_send_polls", "polls"),
        ("venue", "can_send_messages", "venues"),
        ("location", "can_send_messages", "locations"),
        ("contact", "can_send_messages", "contacts"),
        ("invoice", "can_send_messages", "invoices"),
    ];

    /// <summary>The chat a call sends to, once it is clear that the bot may write there.</summary>
    /// <param name="call">Which names it as chat_id.</param>
    /// <param name="content">What is to be sent; null when it is no message.</param>
    public static Room WritableRoom(this MethodCall call, JsonObject? content = null)
    {
        if (call.World.People.GetValueOrDefault(call.Parameters.Long("chat_id")) is { IsBot: true })
            throw ApiError.Forbidden("bots can't send messages to bots");
        var room = call.Room();
        if (room is { IsPrivate: true, IsOpen: false, IsBlocked: false })
            throw ApiError.Forbidden("bot can't initiate conversation with a user");
        call.RequirePresence(room);
        var me = BotMembership(call, room);
        if (room.IsChannel && !me.Can("can_post_messages"))
            throw ApiError.BadRequest("need administrator rights in the channel chat");
        if (content is not null && Missing(room, me, content) is { } name)
            throw ApiError.BadRequest($"not enough rights to send {name} to the chat");
        return room;
    }

    public static void RequirePresence(this MethodCall call, Room room)
    {
        if (room.MigratedTo is { } supergroup) throw ApiError.Upgraded(supergroup);
        if (room.Business is { } account)
        {
            call.RequireReply(account, room);
            return;
        }
        if (room.IsPrivate)
        {
            if (room.IsBlocked) throw ApiError.Forbidden("bot was blocked by the user");
            return;
        }
        var status = room.Members.GetValueOrDefault(call.World.Bot.Id)?.Status;
        if (status == "kicked") throw ApiError.Forbidden($"bot was kicked from the {room.Type} chat");
        if (status is null or "left") throw ApiError.Forbidden($"bot is not a member of the {room.Type} chat");
    }

    /// <summary>The call's chat, where the bot must be an administrator with this right.</summary>
    public static Room RoomToManage(this MethodCall call, string right, string action)
    {
        var room = call.Room();
        call.RequireRight(room, right, action);
        return room;
    }

    /// <summary>Refuses unless the bot is an administrator with this right.</summary>
    public static void RequireRight(this MethodCall call, Room room, string right, string action)
    {
        if (room.IsPrivate) throw ApiError.BadRequest("method is available for supergroup and channel chats only");
        call.RequirePresence(room);
        if (!BotMembership(call, room).Can(right)) throw ApiError.BadRequest($"not enough rights to {action}");
    }

    public static Membership BotMembership(this MethodCall call, Room room) => room.Members[call.World.Bot.Id];

    private static string? Missing(Room room, Membership me, JsonObject content)
    {
        if (room.IsPrivate || me.IsAdministrator) return null;
        var permissions = me.Status == "restricted" ? me.Rights : room.Permissions;
        var need = Array.Find(Needs, need => content.Has(need.Field));
        return need.Field is null || permissions.Boolean(need.Permission) ? null : need.Name;
    }
}
