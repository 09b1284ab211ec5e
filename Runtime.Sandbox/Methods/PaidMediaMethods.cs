using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>sendPaidMedia</c>.</summary>
internal static class PaidMediaMethods
{
    private const int MaxStars = 25_000;
    private const int MaxMedia = 10;

    public static JsonNode SendPaidMedia(MethodCall call) => call.Send(
        () => new JsonObject
        {
            ["paid_media"] = new JsonObject { ["star_count"] = Price(call), ["paid_media"] = Media(call) },
        }.AddCaption(call.Options()),
        new JsonObject { ["star_count"] = Price(call), ["payload"] = call.Parameters.Text("payload") });

    private static int Price(MethodCall call)
    {
        var stars = call.Parameters.Long("star_count");
        return stars is > 0 and <= MaxStars ? (int)stars : throw ApiError.BadRequest("STARS_AMOUNT_INVALID");
    }

    private static JsonArray Media(MethodCall call)
    {
        var media = call.Parameters.Json("media") as JsonArray ?? [];
        if (media.Count == 0) throw ApiError.BadRequest("there are no messages to send");
        if (media.Count > MaxMedia) throw ApiError.BadRequest("too many messages to send as an album");
        return media.Select(JsonNode? (item) => Item(call, item!)).ToJsonArray();
    }

    private static JsonObject Item(MethodCall call, JsonNode item)
    {
        var type = item.Text("type");
        if (type is not ("photo" or "video" or "live_photo"))
            throw ApiError.NotImplemented($"sendPaidMedia with a {type}");
        return new JsonObject { ["type"] = type, [type] = MediaContent.Make(call, type, item.Text("media"), item)[type]!.DeepClone() };
    }
}
