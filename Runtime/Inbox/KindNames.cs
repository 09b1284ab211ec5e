using System.Text.Json;
using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The names of update kinds, so that storing an update of a known kind makes no new string.</summary>
internal static class KindNames
{
    // In the model's order, which decides where a body has more than one. A kind that is missing here costs one string
    // an update, and its precedence; a test compares the two.
    private static readonly string[] Known =
    [
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
        "message_reaction_count",
        "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
        "purchased_paid_media", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
        "managed_bot",
        "subscription", "stopped_message_generation",
    ];

    /// <summary>
    /// The place in the model's order of the kind whose name the reader stands on; null when the model does not know
    /// it.
    /// </summary>
    public static int? RankOf(ref Utf8JsonReader json)
    {
        for (var rank = 0; rank < Known.Length; rank++)
            if (json.ValueTextEquals(Known[rank])) return rank;
        return null;
    }

    /// <summary>The name of the kind at a place in the model's order.</summary>
    public static string At(int rank) => Known[rank];

    /// <summary>The same text as a shared string, when it names a known kind.</summary>
    public static string? Share(string? name) =>
        name is not null && Array.IndexOf(Known, name) is >= 0 and var at ? Known[at] : name;

    /// <summary>
    /// The kind as a tag of metrics and spans: a sender can make up names, and must not make up tags.
    /// </summary>
    public static string Tag(string? kind) =>
        string.IsNullOrEmpty(kind) ? "none" : Array.IndexOf(Known, kind) >= 0 ? kind : "other";

    /// <summary>The kind as a log shows it: a sender can make up names, and must not make up lines.</summary>
    public static string Shown(string? kind) => string.IsNullOrEmpty(kind) ? "none" : SenderText.OneLine(kind);

    /// <summary>
    /// Kinds whose messages are collected into media groups: what is sent, not what is edited, as in the original.
    /// </summary>
    public static bool CollectsMediaGroups(string? kind) => kind is "message" or "channel_post" or "business_message";
}
