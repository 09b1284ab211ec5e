using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Invite links and requests to join.</summary>
internal static class InviteMethods
{
    /// <summary>A new primary link; the one before is revoked.</summary>
    public static JsonNode ExportChatInviteLink(MethodCall call)
    {
        var room = Room(call);
        foreach (var old in room.InviteLinks.Where(link => link.Boolean("is_primary")))
        {
            old["is_primary"] = false;
            old["is_revoked"] = true;
        }
        return JsonValue.Create(Add(call, room, primary: true).Text("invite_link"));
    }

    public static JsonNode CreateChatInviteLink(MethodCall call)
    {
        var room = Room(call);
        CheckLimits(call);
        return Describe(call, Add(call, room, primary: false)).DeepClone();
    }

    public static JsonNode EditChatInviteLink(MethodCall call)
    {
        var link = Find(call, Room(call));
        if (link.Boolean("is_primary")) throw ApiError.BadRequest("can't edit primary invite link");
        CheckLimits(call);
        foreach (var name in new[] { "name", "expire_date", "member_limit" }) link.Remove(name);
        return Describe(call, link).DeepClone();
    }

    public static JsonNode RevokeChatInviteLink(MethodCall call)
    {
        var link = Find(call, Room(call));
        link["is_revoked"] = true;
        return link.DeepClone();
    }

    public static JsonNode ApproveChatJoinRequest(MethodCall call)
    {
        var (room, person) = Request(call);
        if (!room.Members.TryGetValue(person.Id, out var member))
            room.Members[person.Id] = member = new Membership(person, "left");
        call.World.ChangeMember(room, call.World.Bot, member, () => member.Become("member"));
        return MethodCall.True();
    }

    public static JsonNode DeclineChatJoinRequest(MethodCall call)
    {
        Request(call);
        return MethodCall.True();
    }

    private static Room Room(MethodCall call) => call.RoomToManage("can_invite_users", "manage chat invite link");

    private static (Room Room, Person Person) Request(MethodCall call)
    {
        var room = Room(call);
        return room.JoinRequests.Remove(call.Parameters.Long("user_id"), out var person)
            ? (room, person)
            : throw ApiError.BadRequest("HIDE_REQUESTER_MISSING");
    }

    private static JsonObject Find(MethodCall call, Room room) =>
        room.InviteLinks.FirstOrDefault(link => link.Text("invite_link") == call.Parameters.Text("invite_link")) ?? throw ApiError.BadRequest("INVITE_HASH_INVALID");

    private static JsonObject Add(MethodCall call, Room room, bool primary)
    {
        var link = new JsonObject
        {
            ["invite_link"] = string.Create(
                CultureInfo.InvariantCulture, $"https://t.me/+sandbox{Math.Abs(room.Id)}x{room.InviteLinks.Count + 1}"),
            ["creator"] = call.World.Bot.ToJson(),
            ["creates_join_request"] = false,
            ["is_primary"] = primary,
            ["is_revoked"] = false,
        };
        room.InviteLinks.Add(link);
        return link;
    }

    private static void CheckLimits(MethodCall call)
    {
        if (call.Parameters.Boolean("creates_join_request") && call.Parameters.Has("member_limit"))
            throw ApiError.BadRequest("member limit can't be specified for links requiring administrator approval");
    }

    private static JsonObject Describe(MethodCall call, JsonObject link)
    {
        link["creates_join_request"] = call.Parameters.Boolean("creates_join_request");
        if (call.Parameters.Has("name")) link["name"] = call.Parameters.Text("name");
        if (call.Parameters.Has("expire_date")) link["expire_date"] = call.Parameters.Long("expire_date");
        if (call.Parameters.Has("member_limit")) link["member_limit"] = call.Parameters.Long("member_limit");
        return link;
    }
}
