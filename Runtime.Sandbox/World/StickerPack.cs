using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A sticker set made by the bot.</summary>
/// <param name="name">Its name, which ends in <c>_by_</c> and the bot's username.</param>
/// <param name="type">regular, mask or custom_emoji.</param>
/// <param name="ownerId">The user it was made for.</param>
internal sealed class StickerPack(string name, string type, long ownerId)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public long OwnerId { get; } = ownerId;

    public string Title { get; set; } = "";

    public JsonObject? Thumbnail { get; set; }

    /// <summary>Sticker objects, in order.</summary>
    public List<JsonObject> Stickers { get; } = [];

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["title"] = Title,
            ["sticker_type"] = Type,
            ["stickers"] = new JsonArray([.. Stickers.Select(JsonNode? (sticker) => sticker.DeepClone())]),
        };
        if (Thumbnail is not null) json["thumbnail"] = Thumbnail.DeepClone();
        return json;
    }
}
