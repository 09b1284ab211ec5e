using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>What the bot says of itself: commands by scope and language, names, descriptions, menu buttons, wanted rights.</summary>
internal sealed class BotProfile
{
    public Dictionary<string, JsonArray> Commands { get; } = new(StringComparer.Ordinal);

    /// <summary>By field and language: <c>name/en</c>, <c>description/</c>.</summary>
    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>By chat; 0 is the default.</summary>
    public Dictionary<long, JsonObject> MenuButtons { get; } = [];

    public JsonObject?[] DefaultRights { get; } = new JsonObject?[2];
}
