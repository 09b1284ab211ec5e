using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Mentions by a user's id. Call while holding the world's gate.</summary>
internal static class Mentions
{
    private static readonly string[] Fields = ["entities", "caption_entities"];

    /// <summary>Says who is mentioned; whom the bot does not know stays plain text, as with the real service.</summary>
    public static void ResolveMentions(this SandboxWorld world, JsonObject message)
    {
        foreach (var field in Fields)
        {
            if (message.Array(field) is not { } entities) continue;
            foreach (var entity in entities.OfType<JsonObject>().Where(entity => entity.Text("type") == "text_mention").ToList())
            {
                if (world.People.GetValueOrDefault(entity.Object("user").Long("id")) is { } person)
                    entity["user"] = person.ToJson();
                else entities.Remove(entity);
            }
            if (entities.Count == 0) message.Remove(field);
        }
    }
}
