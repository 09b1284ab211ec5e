using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Sticker sets. There are only those the bot made.</summary>
internal static class StickerMethods
{
    private const int MaxStickers = 120;
    private const int MaxEmoji = 20;

    public static JsonNode GetStickerSet(MethodCall call) => Pack(call).ToJson();

    public static JsonNode GetCustomEmojiStickers(MethodCall call)
    {
        var ids = (call.Parameters.Json("custom_emoji_ids") as JsonArray ?? []).Select(id => id.AsText()).ToList();
        return All(call.World).Where(sticker => ids.Contains(sticker.Text("custom_emoji_id")))
            .Select(JsonNode? (sticker) => sticker.DeepClone()).ToJsonArray();
    }

    public static JsonNode UploadStickerFile(MethodCall call)
    {
        call.User();
        return FileStore.ToJson(MediaContent.Resolve(call, "stickers", MediaContent.Reference(call, "sticker")));
    }

    public static JsonNode CreateNewStickerSet(MethodCall call)
    {
        var owner = call.User();
        var name = call.Parameters.Text("name");
        if (!name.EndsWith("_by_" + call.World.Bot.Username, StringComparison.OrdinalIgnoreCase) || name.Length > 64)
            throw ApiError.BadRequest("invalid sticker set name is specified");
        if (call.World.StickerPacks.ContainsKey(name))
            throw ApiError.BadRequest("sticker set name is already occupied");
        var type = call.Parameters.Text("sticker_type") is { Length: > 0 } given ? given : "regular";
        if (type is not ("regular" or "mask" or "custom_emoji"))
            throw ApiError.BadRequest("invalid sticker type specified");
        var pack = new StickerPack(name, type, owner.Id) { Title = call.Parameters.Text("title") };
        var stickers = call.Parameters.Json("stickers") as JsonArray ?? [];
        if (stickers.Count == 0) throw ApiError.BadRequest("STICKERS_EMPTY");
        foreach (var sticker in stickers) Add(call, pack, sticker!);
        call.World.StickerPacks[name] = pack;
        return MethodCall.True();
    }

    public static JsonNode AddStickerToSet(MethodCall call)
    {
        Add(call, OwnPack(call), call.Parameters.Json("sticker")!);
        return MethodCall.True();
    }

    public static JsonNode ReplaceStickerInSet(MethodCall call)
    {
        var pack = OwnPack(call);
        var old = pack.Stickers.FindIndex(sticker => sticker.Text("file_id") == call.Parameters.Text("old_sticker"));
        if (old < 0) throw ApiError.BadRequest("STICKER_INVALID");
        pack.Stickers[old] = Make(call, pack, call.Parameters.Json("sticker")!);
        return MethodCall.True();
    }

    public static JsonNode DeleteStickerFromSet(MethodCall call)
    {
        var (pack, sticker) = Find(call);
        pack.Stickers.Remove(sticker);
        return MethodCall.True();
    }

    public static JsonNode SetStickerPositionInSet(MethodCall call)
    {
        var (pack, sticker) = Find(call);
        pack.Stickers.Remove(sticker);
        pack.Stickers.Insert(call.Parameters.Integer("position", 0, 0, pack.Stickers.Count), sticker);
        return MethodCall.True();
    }

    public static JsonNode SetStickerEmojiList(MethodCall call)
    {
        var (_, sticker) = Find(call);
        sticker["emoji"] = FirstEmoji(call.Parameters.Json("emoji_list") as JsonArray);
        return MethodCall.True();
    }

    public static JsonNode SetStickerSetTitle(MethodCall call)
    {
        Pack(call).Title = call.Parameters.Text("title");
        return MethodCall.True();
    }

    public static JsonNode DeleteStickerSet(MethodCall call)
    {
        call.World.StickerPacks.Remove(Pack(call).Name);
        return MethodCall.True();
    }

    /// <summary>The Sticker object of a file, if it is in a set.</summary>
    public static JsonObject? InSet(SandboxWorld world, string fileId) =>
        All(world).FirstOrDefault(sticker => sticker.Text("file_id") == fileId)?.Copy();

    private static IEnumerable<JsonObject> All(SandboxWorld world) =>
        world.StickerPacks.Values.SelectMany(pack => pack.Stickers);

    private static StickerPack Pack(MethodCall call) =>
        call.World.StickerPacks.GetValueOrDefault(call.Parameters.Text("name")) ?? throw ApiError.BadRequest("STICKERSET_INVALID");

    private static StickerPack OwnPack(MethodCall call)
    {
        var owner = call.User();
        var pack = Pack(call);
        return pack.OwnerId == owner.Id ? pack : throw ApiError.BadRequest("STICKERSET_INVALID");
    }

    private static (StickerPack Pack, JsonObject Sticker) Find(MethodCall call)
    {
        foreach (var pack in call.World.StickerPacks.Values)
        {
            if (pack.Stickers.Find(sticker => sticker.Text("file_id") == call.Parameters.Text("sticker")) is { } found)
                return (pack, found);
        }
        throw ApiError.BadRequest("STICKER_INVALID");
    }

    private static void Add(MethodCall call, StickerPack pack, JsonNode input)
    {
        if (pack.Stickers.Count >= MaxStickers) throw ApiError.BadRequest("STICKERS_TOO_MUCH");
        pack.Stickers.Add(Make(call, pack, input));
    }

    private static JsonObject Make(MethodCall call, StickerPack pack, JsonNode input)
    {
        var emoji = FirstEmoji(input.Array("emoji_list"));
        var file = MediaContent.Resolve(call, "stickers", input.Text("sticker"));
        var sticker = FileStore.ToJson(file);
        sticker["type"] = pack.Type;
        sticker["width"] = file.Width > 0 ? file.Width : 512;
        sticker["height"] = file.Height > 0 ? file.Height : 512;
        sticker["is_animated"] = input.Text("format") == "animated";
        sticker["is_video"] = input.Text("format") == "video";
        sticker["emoji"] = emoji;
        sticker["set_name"] = pack.Name;
        if (pack.Type == "custom_emoji") sticker["custom_emoji_id"] = call.World.NextQueryId();
        return pack.Type == "mask" ? sticker.Take(input, "mask_position") : sticker;
    }

    private static string FirstEmoji(JsonArray? emoji) =>
        emoji is { Count: > 0 and <= MaxEmoji } ? emoji[0].AsText() : throw ApiError.BadRequest("invalid sticker emojis");
}
