using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>
/// <c>sendLivePhoto</c>, and live photos in albums, edits and paid media: a photo with a short film of the moment
/// around it.
/// </summary>
internal static class LivePhotos
{
    private const int MaxFilm = 10 << 20;

    public static JsonNode SendLivePhoto(MethodCall call) => call.Send(() =>
    {
        var options = call.Options();
        options["photo"] = MediaContent.Reference(call, "photo");
        return MediaContent.Make(call, "live_photo", MediaContent.Reference(call, "live_photo"), options);
    });

    /// <summary>The photo is there a second time on its own, for bots that do not know live photos.</summary>
    public static JsonObject Make(MethodCall call, string film, string photo, JsonNode options)
    {
        var moving = MediaContent.Resolve(call, "videos", Known(film));
        if (moving.Content.Length > MaxFilm) throw ApiError.BadRequest("file is too big");
        var still = MediaContent.Resolve(call, "photos", Known(photo));
        var live = FileStore.ToJson(moving);
        live["photo"] = MediaContent.Photo(still);
        live["width"] = still.Width;
        live["height"] = still.Height;
        live["duration"] = 0;
        live["mime_type"] = moving.MimeType;
        var content = new JsonObject { ["live_photo"] = live, ["photo"] = MediaContent.Photo(still) };
        if (options.Boolean("has_spoiler")) content["has_media_spoiler"] = true;
        return content;
    }

    /// <summary>Live photos cannot be sent by URL.</summary>
    private static string Known(string reference) =>
        reference.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? throw ApiError.BadRequest("wrong file identifier/HTTP URL specified") : reference;
}
