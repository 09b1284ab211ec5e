using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>getFile</c> and profile photos, of which the sandbox's users have none.</summary>
internal static class FileMethods
{
    public static JsonNode GetFile(MethodCall call)
    {
        var file = call.World.Files.ById(call.Parameters.Text("file_id")) ?? throw ApiError.BadRequest("invalid file_id");
        if (file.Content.Length > FileStore.MaxDownload) throw ApiError.BadRequest("file is too big");
        var json = FileStore.ToJson(file);
        json["file_path"] = file.Path;
        return json;
    }

    public static JsonNode GetUserProfilePhotos(MethodCall call)
    {
        call.User();
        return new JsonObject { ["total_count"] = 0, ["photos"] = new JsonArray() };
    }
}
