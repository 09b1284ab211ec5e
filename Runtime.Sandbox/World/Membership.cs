using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>What somebody is in a chat.</summary>
internal sealed class Membership(Person person, string status)
{
    private static readonly string[] AdministratorRights =
    [
        "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info",
        "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    ];

    public static IReadOnlyList<string> Permissions { get; } =
    [
        "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
        "can_react_to_messages",
        "can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    ];

    public Person Person { get; } = person;

    /// <summary>creator, administrator, member, restricted, left or kicked.</summary>
    public string Status { get; private set; } = status;

    public string? CustomTitle { get; set; }

    public long UntilDate { get; private set; }

    public JsonObject Rights { get; private set; } = [];

    public bool IsPresent =>
        Status is "creator" or "administrator" or "member" || (Status == "restricted" && Rights.Boolean("is_member"));

    public bool IsAdministrator => Status is "creator" or "administrator";

    public void Become(string status, JsonObject? rights = null, long untilDate = 0)
    {
        Status = status;
        Rights = rights?.Copy() ?? [];
        UntilDate = untilDate;
        if (status != "administrator") CustomTitle = null;
    }

    /// <summary>An administrator without rights spelt out has them all.</summary>
    public bool Can(string right) =>
        Status == "creator" || (Status == "administrator" && (Rights.Count == 0 || Rights.Boolean(right)));

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["user"] = Person.ToJson(), ["status"] = Status };
        switch (Status)
        {
            case "creator":
                json["is_anonymous"] = false;
                break;
            case "administrator":
                json["can_be_edited"] = false;
                json["is_anonymous"] = Rights.Boolean("is_anonymous");
                foreach (var right in AdministratorRights) json[right] = Can(right);
                json.Take(Rights, "can_post_messages", "can_edit_messages", "can_pin_messages", "can_manage_topics");
                break;
            case "restricted":
                json["is_member"] = Rights.Boolean("is_member");
                foreach (var permission in Permissions) json[permission] = Rights.Boolean(permission);
                json["until_date"] = UntilDate;
                break;
            case "kicked":
                json["until_date"] = UntilDate;
                break;
        }
        if (CustomTitle is { Length: > 0 } && IsAdministrator) json["custom_title"] = CustomTitle;
        return json;
    }
}
