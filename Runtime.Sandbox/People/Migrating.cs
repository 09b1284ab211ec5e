using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>A group becomes a supergroup, which is another chat. Call while holding the world's gate.</summary>
internal static class Migrating
{
    public static Room Upgrade(this SandboxWorld world, Room group)
    {
        if (group.Type != "group" || group.MigratedTo is not null)
            throw new InvalidOperationException($"\"{group.Name}\" is no group that could be upgraded.");
        var room = world.AddRoom("supergroup", group.Title!, null);
        foreach (var (id, member) in group.Members)
        {
            room.Members[id] = new Membership(member.Person, "left");
            room.Members[id].Become(member.Status, member.Rights, member.UntilDate);
        }
        foreach (var told in world.Shared.Worlds.Where(told => told.Rooms.ContainsKey(group.Id)))
            told.Rooms[room.Id] = room;
        room.Permissions = group.Permissions;
        room.Description = group.Description;
        room.Photo = group.Photo;
        var owner = group.Members.Values.First().Person;
        world.Post(group, owner, new JsonObject { ["migrate_to_chat_id"] = room.Id });
        group.MigratedTo = room.Id;
        world.Feed.Publish("chat", room.ToJson());
        world.Post(room, owner, new JsonObject { ["migrate_from_chat_id"] = group.Id });
        return room;
    }
}
