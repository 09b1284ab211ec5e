using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Something people in a chat saw happen: a message sent, edited or deleted.</summary>
internal sealed record ChatEvent(string Kind, bool ByBot, StoredMessage Message, JsonObject Snapshot);
