using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Testing;

/// <summary>Tells the story of a chat, for a test that failed.</summary>
internal static class Transcript
{
    public static string Of(SandboxParts parts, Room? room)
    {
        var text = new StringBuilder();
        if (room is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThe chat \"{room.Name}\":\n");
            foreach (var happened in room.Log) text.Append(CultureInfo.InvariantCulture, $"  {Line(happened)}\n");
            if (room.Log.Count == 0) text.Append("  (nothing was said)\n");
        }
        var info = parts.Webhook.Info();
        text.Append(CultureInfo.InvariantCulture, $"Webhook: {(info.Text("url") is { Length: > 0 } url ? url : "none")}");
        text.Append(CultureInfo.InvariantCulture, $", {info.Integer("pending_update_count")} updates pending");
        if (info.Has("last_error_message")) text.Append(CultureInfo.InvariantCulture, $", last error: {info.Text("last_error_message")}");
        text.Append("\nLast on the wire:\n");
        foreach (var entry in parts.Log.Snapshot().TakeLast(8)) text.Append(CultureInfo.InvariantCulture, $"  {Line(entry!)}\n");
        return text.ToString();
    }

    private static string Line(ChatEvent happened)
    {
        var who = happened.Snapshot.Object("from")?.Text("first_name") ?? happened.Snapshot.Object("sender_chat").Text("title");
        var what = happened.Snapshot.Has("text") ? happened.Snapshot.Text("text") : Content(happened.Snapshot);
        return happened.Kind == "sent" ? $"{who}: {what}" : $"{who} ({happened.Kind}): {what}";
    }

    private static string Content(JsonObject message)
    {
        var kind = message.Select(member => member.Key).FirstOrDefault(key => key is "photo" or "video" or "document" or "audio" or "voice" or "sticker"
            or "animation" or "location" or "contact" or "poll" or "dice") ?? "service message";
        return $"[{kind}] {message.Text("caption")}".TrimEnd();
    }

    private static string Line(JsonNode entry) => entry.Text("kind") == "call"
        ? $"{entry.Text("method")} -> {entry.Text("status")} {entry.Object("response").Text("description")}".TrimEnd()
        : $"update {entry.Text("update_id")} ({entry.Text("update_kind")}), attempt {entry.Text("attempt")} -> {entry.Text("status")} {entry.Text("error")}".TrimEnd();
}
