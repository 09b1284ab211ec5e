using System.Text.Json;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The names of update kinds, so that storing an update of a known kind makes no new string.</summary>
internal static class KindNames
{
    // The most frequent first. A kind that is missing here costs one string an update and nothing else.
    private static readonly string[] Known =
    [
        "message", "callback_query", "inline_query", "edited_message", "channel_post", "message_reaction", "chat_member", "my_chat_member",
        "business_message", "edited_channel_post", "chosen_inline_result", "poll_answer", "poll", "pre_checkout_query", "shipping_query",
        "chat_join_request", "message_reaction_count", "chat_boost", "removed_chat_boost", "business_connection", "edited_business_message",
        "deleted_business_messages", "purchased_paid_media", "managed_bot", "guest_message", "subscription", "stopped_message_generation",
    ];

    /// <summary>The name of the property the reader stands on.</summary>
    public static string? Read(ref Utf8JsonReader json)
    {
        foreach (var name in Known)
            if (json.ValueTextEquals(name)) return name;
        return json.GetString();
    }

    /// <summary>The same text as a shared string, when it names a known kind.</summary>
    public static string? Share(string? name) => name is not null && Array.IndexOf(Known, name) is >= 0 and var at ? Known[at] : name;

    /// <summary>Kinds whose messages are collected into media groups: what is sent, not what is edited, as in the original.</summary>
    public static bool CollectsMediaGroups(string? kind) => kind is "message" or "channel_post" or "business_message";
}
