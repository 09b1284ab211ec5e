using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>A callback or inline query that waits for the bot's answer.</summary>
internal sealed class OpenQuery(string id, Person from, DateTimeOffset expiresAt)
{
    public string Id { get; } = id;

    public Person From { get; } = from;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>The arguments of the answer; null until there is one.</summary>
    public JsonObject? Answer { get; set; }

    public string Query { get; init; } = "";

    public long ChatId { get; init; }
}
