using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>Coming into a chat by an invite link. Call while holding the world's gate.</summary>
internal static class Joining
{
    public static void JoinBy(this SandboxWorld world, Person person, string invite)
    {
        var (room, link) = Find(world, invite);
        var member = room.Members.GetValueOrDefault(person.Id);
        if (member is { IsPresent: true })
            throw new InvalidOperationException($"{person.FirstName} is in \"{room.Name}\" already.");
        if (member is { Status: "kicked" })
            throw new InvalidOperationException($"{person.FirstName} is banned from \"{room.Name}\".");
        if (link.Boolean("is_revoked") || (link.Has("expire_date") && link.Long("expire_date") <= world.Now))
            throw new InvalidOperationException("The invite link has expired.");
        if (link.Boolean("creates_join_request"))
        {
            world.AskToJoin(room, person, link);
            return;
        }
        var uses = room.InviteUses.GetValueOrDefault(invite);
        if (link.Has("member_limit") && uses >= link.Long("member_limit"))
            throw new InvalidOperationException("The invite link is used up.");
        room.InviteUses[invite] = uses + 1;
        world.Join(room, person, "member", link);
    }

    private static (Room Room, JsonObject Link) Find(SandboxWorld world, string invite)
    {
        foreach (var room in world.Shared.Groups.Values)
        {
            if (room.InviteLinks.Find(link => link.Text("invite_link") == invite) is { } found) return (room, found);
        }
        throw new InvalidOperationException($"No chat has the invite link {invite}.");
    }
}
