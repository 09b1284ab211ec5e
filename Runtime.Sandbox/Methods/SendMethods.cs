using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>send*</c>: texts, media, albums, places, contacts, dice.</summary>
internal static class SendMethods
{
    private const int MaxAlbum = 10;

    private static readonly Dictionary<string, int> DiceSides = new(StringComparer.Ordinal)
    {
        ["🎲"] = 6,
        ["🎯"] = 6,
        ["🎳"] = 6,
        ["🏀"] = 5,
        ["⚽"] = 5,
        ["🎰"] = 64,
    };

    private static readonly string[] Actions =
    [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
    ];

    public static JsonNode SendMessage(MethodCall call) => call.Send(() => TextContent.Message(call.Options()));

    /// <summary>The behaviour of <c>sendPhoto</c> and its siblings.</summary>
    public static Func<MethodCall, JsonNode?> Media(string type) =>
        call => call.Send(() => MediaContent.Make(call, type, MediaContent.Reference(call, type), call.Options()));

    public static JsonNode SendMediaGroup(MethodCall call)
    {
        var media = call.Parameters.Json("media") as JsonArray ?? [];
        if (media.Count == 0) throw ApiError.BadRequest("there are no messages to send");
        if (media.Count > MaxAlbum) throw ApiError.BadRequest("too many messages to send as an album");
        var kinds = media.Select(item => item.Text("type")).Distinct().ToList();
        if (kinds.Count > 1 && kinds.Any(kind => kind is "audio" or "document"))
            throw ApiError.BadRequest($"{kinds.First(k => k is "audio" or "document")} can't be mixed with other media types");
        var contents = media.Select(item => MediaContent.Make(call, item.Text("type"), item.Text("media"), item!))
            .ToList();
        var room = call.WritableRoom(contents[0]);
        var group = call.World.NextQueryId();
        return contents.Select(JsonNode? (content) =>
        {
            if (contents.Count > 1) content["media_group_id"] = group;
            return call.PostAs(room, content).Json.DeepClone();
        }).ToJsonArray();
    }

    public static JsonNode SendLocation(MethodCall call) =>
        call.Send(() => new JsonObject { ["location"] = Location(call) });

    public static JsonNode SendVenue(MethodCall call) => call.Send(() => new JsonObject
    {
        ["location"] = Location(call),
        ["venue"] = new JsonObject { ["location"] = Location(call) }.Take(
            call.Options(), "title", "address", "foursquare_id", "foursquare_type", "google_place_id",
            "google_place_type"),
    });

    public static JsonNode SendContact(MethodCall call) => call.Send(() => new JsonObject
    {
        ["contact"] = new JsonObject().Take(call.Options(), "phone_number", "first_name", "last_name", "vcard"),
    });

    public static JsonNode SendDice(MethodCall call) => call.Send(() =>
    {
        var emoji = call.Parameters.Text("emoji") is { Length: > 0 } given ? given.TrimEnd('\uFE0F') : "🎲";
        if (!DiceSides.TryGetValue(emoji, out var sides)) throw ApiError.BadRequest("wrong dice emoji specified");
        return new JsonObject { ["dice"] = new JsonObject { ["emoji"] = emoji, ["value"] = call.World.Random.Next(1, sides + 1) } };
    });

    public static JsonNode SendChatAction(MethodCall call)
    {
        var action = call.Parameters.Text("action").ToLowerInvariant();
        if (!Actions.Contains(action)) throw ApiError.BadRequest("wrong parameter action in request");
        var room = call.WritableRoom();
        call.World.Feed.Publish(
            "action", new JsonObject { ["chat_id"] = room.PageId, ["action"] = action }, room.OwnBot);
        return MethodCall.True();
    }

    public static JsonObject Location(MethodCall call)
    {
        var (latitude, longitude) = (call.Parameters.Float("latitude"), call.Parameters.Float("longitude"));
        if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180)
            throw ApiError.BadRequest("invalid location specified");
        var location = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };
        foreach (var name in new[] { "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius" })
        {
            if (call.Parameters.Has(name)) location[name] = call.Parameters.Float(name);
        }
        return location;
    }
}
