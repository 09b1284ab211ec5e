using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A chat: private, group, supergroup or channel.</summary>
internal sealed class Room(long id, string type, string? title, string? username, Person? partner)
{
    public long Id { get; } = id;

    public string Type { get; } = type;

    public string? Title { get; set; } = title;

    public string? Username { get; } = username;

    public string Description { get; set; } = "";

    /// <summary>Whom the bot talks to, in a private chat.</summary>
    public Person? Partner { get; } = partner;

    /// <summary>
    /// Whose chat it is, if it is none of the bot's own but one of an account that the bot is connected to.
    /// </summary>
    public BusinessAccount? Business { get; init; }

    /// <summary>
    /// The chat as the page knows it; 0 for one that is not shown there, whose id another chat may have too.
    /// </summary>
    public long PageId => Business is null ? Id : 0;

    /// <summary>The bot whose private chat it is; null for a chat that every bot may be in.</summary>
    public long? OwnBot { get; init; }

    /// <summary>In a private chat: whether the user has ever written, without which the bot may not.</summary>
    public bool IsOpen { get; set; }

    /// <summary>In a private chat: set while the user has stopped the bot, which is forbidden to send then.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>The supergroup a group has become.</summary>
    public long? MigratedTo { get; set; }

    /// <summary>Whether a supergroup has topics.</summary>
    public bool IsForum { get; init; }

    /// <summary>A forum's topics by message_thread_id, without the general one.</summary>
    public SortedDictionary<int, Topic> Topics { get; } = [];

    /// <summary>A forum's topic that is always there.</summary>
    public Topic General { get; } = new(0, "General", Topic.DefaultColor);

    /// <summary>What the bot shows while it still writes: by draft id.</summary>
    public Dictionary<long, string> Drafts { get; } = [];

    public Dictionary<long, Membership> Members { get; } = [];

    public SortedDictionary<int, StoredMessage> Messages { get; } = [];

    /// <summary>All that was said and changed, in order: what people in the chat have seen happen.</summary>
    public List<ChatEvent> Log { get; } = [];

    public int LastMessageId { get; set; }

    public List<int> Pinned { get; } = [];

    public JsonObject Permissions { get; set; } = DefaultPermissions();

    public JsonObject? Photo { get; set; }

    public List<JsonObject> InviteLinks { get; } = [];

    /// <summary>How many people came by which link.</summary>
    public Dictionary<string, int> InviteUses { get; } = new(StringComparer.Ordinal);

    /// <summary>People who asked to join and have no answer yet.</summary>
    public Dictionary<long, Person> JoinRequests { get; } = [];

    public bool IsPrivate => Type == "private";

    public bool IsChannel => Type == "channel";

    public string Name => Title ?? Partner?.FirstName ?? "";

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id };
        if (Partner is not null)
        {
            json["first_name"] = Partner.FirstName;
            if (Partner.LastName is not null) json["last_name"] = Partner.LastName;
        }
        else
        {
            json["title"] = Title;
        }
        if ((Partner?.Username ?? Username) is { } name) json["username"] = name;
        json["type"] = Type;
        if (IsForum) json["is_forum"] = true;
        return json;
    }

    private static JsonObject DefaultPermissions()
    {
        var permissions = new JsonObject();
        foreach (var name in Membership.Permissions)
            permissions[name] = name is not ("can_change_info" or "can_pin_messages" or "can_manage_topics");
        return permissions;
    }
}
