using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.Updates;

/// <summary>An update that waits for the bot.</summary>
/// <param name="Id">update_id.</param>
/// <param name="Kind">The one member beside it.</param>
/// <param name="Payload">That member's value.</param>
/// <param name="Body">The whole update as bytes of text.</param>
/// <param name="QueueId">Updates of one queue are delivered one after another; 0 is a queue of its own.</param>
/// <param name="ExpiresAt">Unix time after which it is dropped.</param>
internal sealed record QueuedUpdate(int Id, string Kind, JsonObject Payload, string Body, long QueueId, long ExpiresAt);
