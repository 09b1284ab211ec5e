using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>What the bot may do in a chat.</summary>
internal static class Access
{
    /// <summary>The chat a call sends to, once it is clear that the bot may write there.</summary>
    public static Room WritableRoom(this MethodCall call)
    {
        var room = call.Room();
        if (room.Partner is { BlocksBot: true }) throw ApiError.Forbidden("bot was blocked by the user");
        if (room.Partner is { IsBot: true }) throw ApiError.Forbidden("bots can't send messages to bots");
        call.RequirePresence(room);
        if (room.IsChannel && !BotMembership(call, room).Can("can_post_messages"))
            throw ApiError.BadRequest("need administrator rights in the channel chat");
        if (BotMembership(call, room) is { Status: "restricted" } restricted && !Json.JsonReading.Boolean(restricted.Rights, "can_send_messages"))
            throw ApiError.BadRequest("not enough rights to send text messages to the chat");
        return room;
    }

    public static void RequirePresence(this MethodCall call, Room room)
    {
        var status = room.Members.GetValueOrDefault(call.World.Bot.Id)?.Status;
        var kind = room.Type == "group" ? "group" : room.Type;
        if (status == "kicked") throw ApiError.Forbidden($"bot was kicked from the {kind} chat");
        if (status is null or "left") throw ApiError.Forbidden($"bot is not a member of the {kind} chat");
    }

    /// <summary>Refuses unless the bot is an administrator with this right.</summary>
    public static void RequireRight(this MethodCall call, Room room, string right, string action)
    {
        if (room.IsPrivate) throw ApiError.BadRequest("method is available for supergroup and channel chats only");
        call.RequirePresence(room);
        if (!BotMembership(call, room).Can(right)) throw ApiError.BadRequest($"not enough rights to {action}");
    }

    public static Membership BotMembership(this MethodCall call, Room room) => room.Members[call.World.Bot.Id];
}
