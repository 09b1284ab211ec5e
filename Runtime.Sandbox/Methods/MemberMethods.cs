using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Who is in a chat, and what the bot does about it.</summary>
internal static class MemberMethods
{
    public static JsonNode GetChatMember(MethodCall call)
    {
        var room = call.Room();
        var person = call.User();
        return (room.Members.GetValueOrDefault(person.Id) ?? new Membership(person, "left")).ToJson();
    }

    public static JsonNode GetChatAdministrators(MethodCall call)
    {
        var room = call.Room();
        if (room.IsPrivate) throw ApiError.BadRequest("there are no administrators in the private chat");
        var bots = call.Parameters.Boolean("return_bots");
        return room.Members.Values.Where(member => member.IsAdministrator && (bots || !member.Person.IsBot || member.Person == call.World.Bot))
            .Select(JsonNode? (member) => member.ToJson()).ToJsonArray();
    }

    public static JsonNode GetChatMemberCount(MethodCall call) =>
        JsonValue.Create(call.Room().Members.Values.Count(member => member.IsPresent));

    public static JsonNode BanChatMember(MethodCall call)
    {
        var (room, member) = Target(call, "can_restrict_members", "restrict/unrestrict chat member");
        if (member.Status == "administrator") throw ApiError.BadRequest("user is an administrator of the chat");
        call.World.ChangeMember(
            room, call.World.Bot, member, () => member.Become("kicked", untilDate: call.Parameters.Long("until_date")));
        if (call.Parameters.Boolean("revoke_messages"))
        {
            foreach (var message in room.Messages.Values.Where(message => message.AuthorId == member.Person.Id).ToList())
                call.World.Delete(room, message, byBot: true);
        }
        return MethodCall.True();
    }

    /// <summary>
    /// Also takes somebody out of a chat without banning them, as the documentation says, unless only_if_banned.
    /// </summary>
    public static JsonNode UnbanChatMember(MethodCall call)
    {
        var (room, member) = Target(call, "can_restrict_members", "restrict/unrestrict chat member");
        if (member.Status == "kicked" || !call.Parameters.Boolean("only_if_banned"))
            call.World.ChangeMember(room, call.World.Bot, member, () => member.Become("left"));
        return MethodCall.True();
    }

    public static JsonNode RestrictChatMember(MethodCall call)
    {
        var (room, member) = Target(call, "can_restrict_members", "restrict/unrestrict chat member");
        if (member.Status == "administrator") throw ApiError.BadRequest("user is an administrator of the chat");
        if (room.Type != "supergroup") throw ApiError.BadRequest("method is available only for supergroups");
        var given = call.Parameters.Json("permissions");
        var rights = new JsonObject { ["is_member"] = member.IsPresent };
        foreach (var name in Membership.Permissions) rights[name] = given.Boolean(name);
        var free = Membership.Permissions.All(name => rights.Boolean(name) || !room.Permissions.Boolean(name));
        call.World.ChangeMember(room, call.World.Bot, member, () =>
        {
            if (free) member.Become(member.IsPresent ? "member" : "left");
            else member.Become("restricted", rights, call.Parameters.Long("until_date"));
        });
        return MethodCall.True();
    }

    public static JsonNode PromoteChatMember(MethodCall call)
    {
        var (room, member) = Target(call, "can_promote_members", "promote/demote chat administrators");
        var rights = new JsonObject();
        foreach (var (name, value) in call.Parameters.Values.Where(pair => pair.Key.StartsWith("can_", StringComparison.Ordinal) || pair.Key == "is_anonymous"))
        {
            if (JsonReading.IsTrue(value)) rights[name] = true;
        }
        call.World.ChangeMember(room, call.World.Bot, member, () => member.Become(rights.Count == 0 ? "member" : "administrator", rights));
        return MethodCall.True();
    }

    public static JsonNode SetCustomTitle(MethodCall call)
    {
        var (room, member) = Target(call, "can_promote_members", "change custom title of the user");
        if (member.Status != "administrator") throw ApiError.BadRequest("user is not an administrator");
        call.World.ChangeMember(
            room, call.World.Bot, member, () => member.CustomTitle = call.Parameters.Text("custom_title"));
        return MethodCall.True();
    }

    private static (Room Room, Membership Member) Target(MethodCall call, string right, string action)
    {
        var room = call.Room();
        var person = call.User();
        call.RequireRight(room, right, action);
        if (person == call.World.Bot) throw ApiError.BadRequest("can't restrict self");
        if (!room.Members.TryGetValue(person.Id, out var member))
            room.Members[person.Id] = member = new Membership(person, "left");
        if (member.Status == "creator") throw ApiError.BadRequest("can't remove chat owner");
        return (room, member);
    }
}
