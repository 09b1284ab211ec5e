using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>
/// Somebody's account that the bot was connected to: it reads and writes in the private chats that the owner has with
/// others.
/// </summary>
internal sealed class BusinessAccount(Person owner)
{
    /// <summary>What an owner allows who allows everything.</summary>
    public static IReadOnlyList<string> AllRights { get; } =
    [
        "can_reply", "can_read_messages", "can_delete_sent_messages", "can_delete_all_messages", "can_edit_name",
        "can_edit_bio", "can_edit_profile_photo",
        "can_edit_username", "can_change_gift_settings", "can_view_gifts_and_stars", "can_convert_gifts_to_stars",
        "can_transfer_and_upgrade_gifts",
        "can_transfer_stars", "can_manage_stories",
    ];

    public Person Owner { get; } = owner;

    /// <summary>A new one each time the owner connects the bot.</summary>
    public string ConnectionId { get; set; } = "";

    public long Date { get; set; }

    public bool IsEnabled { get; set; }

    public IReadOnlyList<string> Rights { get; set; } = [];

    /// <summary>The owner's private chats, by whom they are with.</summary>
    public Dictionary<long, Room> Rooms { get; } = [];

    /// <summary>All of the owner's private chats number their messages together.</summary>
    public int LastMessageId { get; set; }

    public JsonObject ToJson()
    {
        var rights = new JsonObject();
        foreach (var right in Rights) rights[right] = true;
        return new JsonObject
        {
            ["id"] = ConnectionId,
            ["user"] = Owner.ToJson(),
            ["user_chat_id"] = Owner.Id,
            ["date"] = Date,
            ["rights"] = rights,
            ["is_enabled"] = IsEnabled,
        };
    }

    /// <summary>The owner's chat with somebody; made when one of them first writes.</summary>
    public Room RoomWith(Person partner, Person bot)
    {
        if (Rooms.TryGetValue(partner.Id, out var room)) return room;
        room = new Room(partner.Id, "private", null, null, partner) { Business = this, IsOpen = true, OwnBot = bot.Id };
        foreach (var person in new[] { Owner, partner, bot })
            room.Members[person.Id] = new Membership(person, "member");
        return Rooms[partner.Id] = room;
    }

    /// <summary>When the partner of a chat last wrote; 0 for never.</summary>
    public static long LastHeardFrom(Room room) =>
        room.Log.Where(happened => happened.Kind == "sent" && happened.Message.AuthorId == room.Id)
            .Select(happened => happened.Message.Json.Long("date")).DefaultIfEmpty().Max();
}
