using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Testing;

/// <summary>Tells the story of a chat, for a test that failed.</summary>
internal static class Transcript
{
    private static readonly string[] Common =
    [
        "message_id", "from", "sender_chat", "chat", "date", "edit_date", "message_thread_id", "is_topic_message",
        "reply_to_message", "external_reply",
        "quote", "forward_origin", "media_group_id", "via_bot", "caption", "caption_entities", "has_protected_content",
        "effect_id", "reply_markup",
    ];

    public static string Of(SandboxParts parts, Room? room)
    {
        var text = new StringBuilder();
        if (room is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThe chat \"{room.Name}\":\n");
            foreach (var happened in room.Log) text.Append(CultureInfo.InvariantCulture, $"  {Line(happened)}\n");
            if (room.Log.Count == 0) text.Append("  (nothing was said)\n");
        }
        foreach (var bot in parts.Bots) Append(text, bot, parts.Bots.Count > 1 ? $" of @{bot.World.Bot.Username}" : "");
        return text.ToString();
    }

    private static void Append(StringBuilder text, BotParts bot, string whose)
    {
        var info = bot.Webhook.Info();
        text.Append(CultureInfo.InvariantCulture, $"Webhook{whose}: {(info.Text("url") is { Length: > 0 } url ? url : "none")}");
        text.Append(CultureInfo.InvariantCulture, $", {info.Integer("pending_update_count")} updates pending");
        if (info.Has("last_error_message")) text.Append(CultureInfo.InvariantCulture, $", last error: {info.Text("last_error_message")}");
        text.Append("\nLast on the wire:\n");
        foreach (var entry in bot.Log.Snapshot().TakeLast(8))
            text.Append(CultureInfo.InvariantCulture, $"  {Line(entry!)}\n");
    }

    private static string Line(ChatEvent happened)
    {
        var message = happened.Snapshot;
        var who = message.Object("from")?.Text("first_name") ?? message.Object("sender_chat").Text("title");
        var what = new SandboxMessage(happened.Message, message).Text is { Length: > 0 } said && !message.Has("caption")
            ? said
            : Content(message);
        var buttons = string.Concat(
            new SandboxMessage(happened.Message, message).Buttons.Select(button => $" [{button}]"));
        return happened.Kind == "sent" ? $"{who}: {what}{buttons}" : $"{who} ({happened.Kind}): {what}{buttons}";
    }

    /// <summary>What a message has after what every message has is its content.</summary>
    private static string Content(JsonObject message)
    {
        var kind = message.Select(member => member.Key).FirstOrDefault(key => !Common.Contains(key)) ?? "message";
        return $"[{kind}] {message.Text("caption")}".TrimEnd();
    }

    private static string Line(JsonNode entry) => entry.Text("kind") == "call"
        ? $"{entry.Text("method")} -> {entry.Text("status")} {entry.Object("response").Text("description")}".TrimEnd()
        : $"update {entry.Text("update_id")} ({entry.Text("update_kind")}), attempt {entry.Text("attempt")} -> {entry.Text("status")} {entry.Text("error")}".TrimEnd();
}
