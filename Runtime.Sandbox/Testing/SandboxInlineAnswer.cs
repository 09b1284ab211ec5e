using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>The results the bot offered for an inline query.</summary>
public sealed class SandboxInlineAnswer
{
    private readonly SandboxWorld _world;
    private readonly OpenQuery _query;

    internal SandboxInlineAnswer(SandboxWorld world, OpenQuery query)
    {
        _world = world;
        _query = query;
    }

    /// <summary>The titles, in order.</summary>
    public IReadOnlyList<string> Titles => [.. _query.Answer.Array("results")!.Select(result => result.Text("title"))];

    /// <summary>Sends a result into the chat.</summary>
    /// <param name="title">Its title.</param>
    public Task<SandboxMessage> Picks(string title)
    {
        var result = _query.Answer.Array("results")!.OfType<JsonObject>().FirstOrDefault(item => item.Text("title") == title)
            ?? throw new InvalidOperationException($"The bot offered {string.Join(", ", Titles.Select(t => $"\"{t}\""))}, but no \"{title}\".");
        lock (_world.Gate)
        {
            var message = _world.Choose(_query, result);
            return Task.FromResult(new SandboxMessage(message, message.ForPeople()));
        }
    }
}
