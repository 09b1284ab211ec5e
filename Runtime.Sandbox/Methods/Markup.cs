using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Keyboards: an inline one becomes part of the message, the others are shown to people.</summary>
internal static class Markup
{
    private static readonly string[] ButtonActions =
    [
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
    ];

    public static (JsonObject? Inline, JsonObject? Reply) Read(MethodCall call)
    {
        if (call.Parameters.Json("reply_markup") is not JsonObject markup) return (null, null);
        if (markup.Has("inline_keyboard")) return (Inline(markup), null);
        if (markup.Has("keyboard")) return (null, Keyboard(markup));
        if (markup.Boolean("remove_keyboard") || markup.Boolean("force_reply")) return (null, markup.Copy());
        return (null, null);
    }

    /// <summary>For edits, which take no other keyboard.</summary>
    public static JsonObject? ReadInline(MethodCall call)
    {
        var (inline, reply) = Read(call);
        return reply is null ? inline : throw ApiError.BadRequest("inline keyboard expected");
    }

    /// <summary>An inline keyboard, checked; null when it has no button.</summary>
    public static JsonObject? Inline(JsonObject markup)
    {
        if (markup.Array("inline_keyboard") is not { } rows)
            throw ApiError.BadRequest("can't parse inline keyboard: Field \"inline_keyboard\" must be of type Array");
        var kept = new JsonArray();
        foreach (var row in rows)
        {
            if (row is not JsonArray buttons)
                throw ApiError.BadRequest("can't parse inline keyboard: Field \"inline_keyboard\" must be an Array of Arrays");
            foreach (var button in buttons) CheckInlineButton(button);
            if (buttons.Count > 0) kept.Add(buttons.Select(Normalized).ToJsonArray());
        }
        // A button to play or to pay is the first of all, or it is refused.
        if (kept.SelectMany(row => row!.AsArray()).Skip(1).Any(button => button.Has("callback_game") || button.Has("pay")))
            throw ApiError.BadRequest("BUTTON_POS_INVALID");
        return kept.Count == 0 ? null : new JsonObject { ["inline_keyboard"] = kept };
    }

    /// <summary>Web Apps are opened from inline buttons in private chats only.</summary>
    public static bool HasWebApp(JsonObject? inline) =>
        (inline.Array("inline_keyboard") ?? []).OfType<JsonArray>().SelectMany(row => row)
            .Any(button => button.Has("web_app"));

    private static void CheckInlineButton(JsonNode? button)
    {
        if (button is not JsonObject)
            throw ApiError.BadRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
        if (!button.Has("text"))
            throw ApiError.BadRequest("can't parse inline keyboard button: Can't find field \"text\"");
        if (button.Text("text").Length == 0)
            throw ApiError.BadRequest("can't parse inline keyboard button: Button text must be non-empty");
        if (!ButtonActions.Any(button.Has))
            throw ApiError.BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        if (button.Has("callback_data") && Encoding.UTF8.GetByteCount(button.Text("callback_data")) is < 1 or > 64)
            throw ApiError.BadRequest("BUTTON_DATA_INVALID");
        if (button.Object("web_app") is { } app && !app.Text("url").StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw ApiError.BadRequest($"inline keyboard button Web App URL '{app.Text("url")}' is invalid: Only HTTPS links are allowed");
        if (button.Has("url") && !IsLink(button.Text("url")))
            throw ApiError.BadRequest($"inline keyboard button URL '{button.Text("url")}' is invalid: Wrong HTTP URL");
    }

    private static JsonObject Keyboard(JsonObject markup)
    {
        if (markup.Array("keyboard") is not { } rows)
            throw ApiError.BadRequest("can't parse reply keyboard: Field \"keyboard\" must be of type Array");
        var copy = markup.Copy();
        copy["keyboard"] = rows.Select(JsonNode? (row) => row is JsonArray buttons
            ? buttons.Select(KeyboardButton).ToJsonArray()
            : throw ApiError.BadRequest("can't parse reply keyboard: Field \"keyboard\" must be an Array of Arrays")).ToJsonArray();
        return copy;
    }

    /// <summary>A button may be given as its bare text.</summary>
    private static JsonNode? KeyboardButton(JsonNode? button) => button switch
    {
        JsonObject when button.Text("text").Length > 0 => button.DeepClone(),
        JsonValue => new JsonObject { ["text"] = button.AsText() },
        _ => throw ApiError.BadRequest("can't parse keyboard button: Can't find field \"text\""),
    };

    /// <summary>A link as the real server gives it back: with a scheme, and a path.</summary>
    private static JsonNode? Normalized(JsonNode? button)
    {
        var copy = button!.DeepClone();
        if (!copy.Has("url") || copy.Text("url").StartsWith("tg://", StringComparison.OrdinalIgnoreCase)) return copy;
        var url = copy.Text("url");
        var parsed = new Uri(url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url);
        copy["url"] = parsed.PathAndQuery == "/" && parsed.Fragment.Length == 0 ? parsed.GetLeftPart(UriPartial.Authority) + "/" : url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url;
        return copy;
    }

    private static bool IsLink(string url) =>
        url.StartsWith("tg://", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url, UriKind.Absolute, out var parsed)
            && parsed.Scheme is "http" or "https" && parsed.Host.Contains('.', StringComparison.Ordinal));
}
