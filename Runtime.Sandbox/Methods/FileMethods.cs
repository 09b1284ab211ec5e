using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>getFile</c> and profile photos.</summary>
internal static class FileMethods
{
    public static JsonNode GetFile(MethodCall call)
    {
        var file = call.World.Files.ById(call.Parameters.Text("file_id")) ?? throw ApiError.BadRequest("invalid file_id");
        if (call.World.HasCloudLimits && file.Content.Length > FileStore.MaxDownload)
            throw ApiError.BadRequest("file is too big");
        var json = FileStore.ToJson(file);
        json["file_path"] = file.Path;
        return json;
    }

    public static JsonNode GetUserProfilePhotos(MethodCall call)
    {
        var photos = call.User().Photos;
        var offset = call.Parameters.Integer("offset", 0, 0);
        var limit = call.Parameters.Integer("limit", 100, 1, 100);
        return new JsonObject
        {
            ["total_count"] = photos.Count,
            ["photos"] = photos.Skip(offset).Take(limit).Select(JsonNode? (photo) => MediaContent.PhotoSizes(photo))
                .ToJsonArray(),
        };
    }

    /// <summary>Only uploads are taken, as the documentation says.</summary>
    public static JsonNode SetMyProfilePhoto(MethodCall call)
    {
        var photo = call.Parameters.Json("photo");
        if (photo.Text("type") != "static") throw ApiError.NotImplemented("setMyProfilePhoto with an animation");
        var upload = call.Parameters.Attached(photo.Text("photo")) ?? throw ApiError.BadRequest("photo must be uploaded as an InputFile");
        if (ImageSize.Read(upload.Content) is null) throw ApiError.BadRequest("IMAGE_PROCESS_FAILED");
        call.World.Bot.Photos.Insert(0, call.World.Files.Add("photos", upload));
        return MethodCall.True();
    }

    /// <summary>Takes the newest away, so that the one before shows again.</summary>
    public static JsonNode RemoveMyProfilePhoto(MethodCall call)
    {
        if (call.World.Bot.Photos.Count > 0) call.World.Bot.Photos.RemoveAt(0);
        return MethodCall.True();
    }
}
