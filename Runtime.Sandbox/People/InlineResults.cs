using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.Rich;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>The message that an inline result becomes.</summary>
internal static class InlineResults
{
    private static readonly string[] Cached = ["photo", "document", "video", "audio", "voice", "sticker", "gif", "mpeg4"];

    public static JsonObject Content(SandboxWorld world, JsonObject result)
    {
        if (result.Object("input_message_content") is { } content) return Written(world, content);
        foreach (var kind in Cached)
        {
            if (!result.Has(kind + "_file_id")) continue;
            var type = kind is "gif" or "mpeg4" ? "animation" : kind;
            return MediaContent.Make(
                new MethodCall(world, "inline", new CallParameters()), type, result.Text(kind + "_file_id"), result);
        }
        return result.Text("type") switch
        {
            "game" => Game(world, result),
            "location" => new JsonObject { ["location"] = new JsonObject().Take(result, "latitude", "longitude") },
            "contact" => new JsonObject { ["contact"] = new JsonObject().Take(result, "phone_number", "first_name", "last_name") },

            // Media that is named by URL is not fetched for this: its address stands for it.
            _ => new JsonObject { ["text"] = result.Text(result.Text("type") + "_url") is { Length: > 0 } url ? url : result.Text("title") },
        };
    }

    /// <summary>The game of a result that is one; nothing for any other.</summary>
    public static JsonObject Game(SandboxWorld world, JsonObject result) =>
        result.Text("type") == "game" ? GameMethods.Content(world, result.Text("game_short_name")) : [];

    private static JsonObject Written(SandboxWorld world, JsonObject content)
    {
        if (content.Object("rich_message") is { } rich)
            return new JsonObject { ["rich_message"] = RichInput.Read(new MethodCall(world, "inline", new CallParameters()), rich) };
        if (content.Has("latitude"))
            return new JsonObject { ["location"] = new JsonObject().Take(content, "latitude", "longitude") };
        if (content.Has("phone_number"))
            return new JsonObject { ["contact"] = new JsonObject().Take(content, "phone_number", "first_name", "last_name") };
        return TextContent.Message(
            new JsonObject { ["text"] = content.Text("message_text") }.Take(content, "parse_mode", "entities"));
    }
}
