using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>The content of media messages, from the arguments of a call or from an InputMedia object.</summary>
internal static class MediaContent
{
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        ["photo"] = "photos",
        ["audio"] = "music",
        ["document"] = "documents",
        ["video"] = "videos",
        ["animation"] = "animations",
        ["voice"] = "voice",
        ["video_note"] = "video_notes",
        ["sticker"] = "stickers",
    };

    /// <param name="call">For its uploads.</param>
    /// <param name="type">photo, video, ...</param>
    /// <param name="reference">An id, <c>attach://part</c> or a URL.</param>
    /// <param name="options">Everything said beside it.</param>
    public static JsonObject Make(MethodCall call, string type, string reference, JsonNode options)
    {
        if (type == "live_photo")
            return LivePhotos.Make(call, reference, options.Text("photo"), options).AddCaption(options);
        var file = Resolve(call, Folders[type], reference);
        var content = new JsonObject { [type] = Media(call, type, file, options) };
        // Telegram sends animations as documents too, for clients that do not know them.
        if (type == "animation") content["document"] = Named(file, FileStore.ToJson(file));
        if (options.Boolean("has_spoiler") && type is "photo" or "video" or "animation")
            content["has_media_spoiler"] = true;
        return type is "sticker" or "video_note" ? content : content.AddCaption(options);
    }

    /// <summary>The file a call's own part or argument names.</summary>
    public static string Reference(MethodCall call, string name) =>
        call.Parameters.File(name) is null ? call.Parameters.Text(name) : "attach://" + name;

    public static JsonArray Photo(StoredFile file) =>
        file.Width > 0 ? PhotoSizes(file) : throw ApiError.BadRequest("can't use file of type Document as Photo");

    public static JsonArray PhotoSizes(StoredFile file)
    {
        var size = FileStore.ToJson(file);
        size["width"] = file.Width;
        size["height"] = file.Height;
        return [size];
    }

    public static StoredFile Resolve(MethodCall call, string folder, string reference)
    {
        if (reference.Length == 0) throw ApiError.BadRequest("file must be non-empty");
        if (call.Parameters.Attached(reference) is { } uploaded) return Store(call, folder, uploaded);
        if (reference.StartsWith("attach://", StringComparison.Ordinal))
            throw ApiError.BadRequest("attached file not found");
        if (call.Fetched.TryGetValue(reference, out var fetched))
            return Store(call, folder, fetched ?? throw ApiError.BadRequest("failed to get HTTP URL content"));
        return call.World.Files.ById(reference) ?? throw ApiError.BadRequest("wrong file identifier/HTTP URL specified");
    }

    private static StoredFile Store(MethodCall call, string folder, UploadedFile upload)
    {
        if (upload.Content.Length == 0) throw ApiError.BadRequest("file must be non-empty");
        if (folder == "photos" && ImageSize.Read(upload.Content) is null)
            throw ApiError.BadRequest("IMAGE_PROCESS_FAILED");
        return call.World.Files.Add(folder, upload);
    }

    private static JsonNode Media(MethodCall call, string type, StoredFile file, JsonNode options)
    {
        if (type == "photo") return Photo(file);
        if (type == "sticker" && StickerMethods.InSet(call.World, file.FileId) is { } known) return known;
        var media = FileStore.ToJson(file);
        if (type is "audio" or "video" or "animation" or "voice" or "video_note")
            media["duration"] = options.Integer("duration");
        if (type is "video" or "animation")
        {
            media["width"] = options.Has("width") ? options.Integer("width") : file.Width;
            media["height"] = options.Has("height") ? options.Integer("height") : file.Height;
        }
        switch (type)
        {
            case "audio":
                media.Take(options, "performer", "title");
                break;
            case "video_note":
                media["length"] = options.Has("length") ? options.Integer("length") : 240;
                break;
            case "sticker":
                media["type"] = "regular";
                media["width"] = file.Width > 0 ? file.Width : 512;
                media["height"] = file.Height > 0 ? file.Height : 512;
                media["is_animated"] = file.Name.EndsWith(".tgs", StringComparison.OrdinalIgnoreCase);
                media["is_video"] = file.Name.EndsWith(".webm", StringComparison.OrdinalIgnoreCase);
                media.Take(options, "emoji");
                break;
        }
        AddThumbnail(call, media, options);
        return type is "sticker" or "video_note" ? media : Named(file, media);
    }

    private static void AddThumbnail(MethodCall call, JsonObject media, JsonNode options)
    {
        // A thumbnail counts only as a fresh upload.
        var upload = call.Parameters.Attached(options.Text("thumbnail")) ?? (options.Has("media") ? null : call.Parameters.File("thumbnail"));
        if (upload is not null && ImageSize.Read(upload.Content) is not null)
            media["thumbnail"] = PhotoSizes(call.World.Files.Add("thumbnails", upload))[0]!.DeepClone();
    }

    private static JsonObject Named(StoredFile file, JsonObject media)
    {
        media["mime_type"] = file.MimeType;
        media["file_name"] = file.Name;
        return media;
    }
}
