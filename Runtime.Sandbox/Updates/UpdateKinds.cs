namespace Telegram.Webhooks.Runtime.Sandbox.Updates;

/// <summary>The kinds of updates and which of them a bot gets unasked.</summary>
internal static class UpdateKinds
{
    public static IReadOnlyList<string> All { get; } =
    [
        "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
        "callback_query",
        "custom_event", "custom_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member",
        "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "message_reaction", "message_reaction_count",
        "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages", "purchased_paid_media",
        "managed_bot", "guest_message",
        "subscription", "stopped_message_generation",
    ];

    public static IReadOnlyList<string> Default { get; } =
        [.. All.Except(["chat_member", "message_reaction", "message_reaction_count"])];
}
