using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Messages that tell what happened in a chat: nobody can edit, forward or copy them.</summary>
internal static class ServiceMessages
{
    private static readonly string[] Fields =
    [
        "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
        "pinned_message", "migrate_to_chat_id",
        "migrate_from_chat_id", "successful_payment", "refunded_payment", "forum_topic_created", "forum_topic_edited",
        "forum_topic_closed",
        "checklist_tasks_done", "checklist_tasks_added", "forum_topic_reopened", "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
    ];

    public static bool IsService(this JsonObject message) => Array.Exists(Fields, message.Has);
}
