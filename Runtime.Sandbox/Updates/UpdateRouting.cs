using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Updates;

/// <summary>Which queue an update belongs to and how long it lives, by its kind.</summary>
internal static class UpdateRouting
{
    private const long Day = 86_400;

    /// <summary>Queues of different things are kept apart by a number above the 33 bits of an id.</summary>
    public static long QueueId(string kind, JsonNode payload) => kind switch
    {
        "message" or "edited_message" or "channel_post" or "edited_channel_post" => Chat(payload),
        "poll" => Number(payload.Text("id")),
        "poll_answer" => Number(payload.Text("poll_id")),
        "inline_query" => From(payload) + Offset(1),
        "chosen_inline_result" => From(payload) + Offset(2),
        "callback_query" => From(payload) + Offset(3),
        "shipping_query" or "pre_checkout_query" => From(payload) + Offset(4),
        "my_chat_member" => Chat(payload) + Offset(5),
        "chat_member" => payload.Object("new_chat_member").Object("user").Long("id") + Offset(6),
        "chat_join_request" => From(payload) + Offset(6),
        "chat_boost" or "removed_chat_boost" => Chat(payload) + Offset(7),
        "message_reaction" => Chat(payload) + Offset(8),
        "message_reaction_count" => Chat(payload) + Offset(9),
        "business_connection" => payload.Object("user").Long("id") + Offset(10),
        "business_message" or "edited_business_message" or "deleted_business_messages" => Chat(payload) + Offset(11),
        "purchased_paid_media" => From(payload) + Offset(12),
        "guest_message" => Chat(payload) + Offset(12),
        "managed_bot" => payload.Object("user").Long("id") + Offset(13),
        // Newer than the server the other rows were read from: queues of their own are the least that can be assumed.
        "subscription" => payload.Object("user").Long("id") + Offset(14),
        "stopped_message_generation" => Chat(payload) + Offset(15),
        _ => 0,
    };

    public static long ExpiresAt(string kind, JsonNode payload, long now) => kind switch
    {
        "message" or "edited_message" or "channel_post" or "edited_channel_post" or "business_message" or "edited_business_message" or "guest_message" =>
            Date(payload, now, payload.Has("edit_date") ? "edit_date" : "date") + Day,
        "inline_query" => now + 30,
        "chosen_inline_result" => now + 600,
        "callback_query" or "shipping_query" or "pre_checkout_query" => now + 150,
        "custom_event" => now + 600,
        "my_chat_member" or "chat_member" or "chat_join_request" or "message_reaction" or "message_reaction_count" => Date(payload, now, "date") + Day,
        "chat_boost" => Date(payload.Object("boost"), now, "add_date") + Day,
        "removed_chat_boost" => Date(payload, now, "remove_date") + Day,
        _ => now + Day,
    };

    private static long Offset(int number) => (long)number << 33;

    private static long Chat(JsonNode payload) => payload.Object("chat").Long("id");

    private static long From(JsonNode payload) => payload.Object("from").Long("id");

    private static long Number(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Date(JsonNode? payload, long now, string field) =>
        payload.Long(field) is > 0 and var date ? date : now;
}
