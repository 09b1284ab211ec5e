using System.Globalization;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>
/// What the bot says of itself: commands by scope and language, names, descriptions, menu buttons, wanted rights.
/// </summary>
internal sealed class BotProfile
{
    public Dictionary<string, JsonArray> Commands { get; } = new(StringComparer.Ordinal);

    /// <summary>By field and language: <c>name/en</c>, <c>description/</c>.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>By chat; 0 is the default.</summary>
    public Dictionary<long, JsonObject> MenuButtons { get; } = [];

    public JsonObject?[] DefaultRights { get; } = new JsonObject?[2];

    /// <summary>
    /// The commands that a chat's people are offered: the narrowest scope counts, as Telegram's clients do it. Null
    /// when there are none.
    /// </summary>
    public JsonArray? CommandsIn(Room room)
    {
        var chat = $"chat/{room.Id.ToString(CultureInfo.InvariantCulture)}/";
        string[] scopes = [chat, room.IsPrivate ? "all_private_chats//" : "all_group_chats//", "default//"];
        return scopes.SelectMany(scope => new[] { scope + "/en", scope + "/" })
            .Select(key => Commands.GetValueOrDefault(key)).FirstOrDefault(found => found is not null);
    }
}
