using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>The sandbox's sender against a server that answers byte for byte what the test says.</summary>
internal abstract class SenderTest : SandboxTest
{
    protected RawServer Server { get; private set; } = null!;

    protected SandboxUser Ada { get; private set; } = null!;

    [SetUp]
    public void StartServer()
    {
        Server = new RawServer();
        Ada = Telegram.User("Ada");
    }

    [TearDown]
    public ValueTask StopServer() => Server.DisposeAsync();

    protected Task<JsonNode> SetWebhook(JsonObject? more = null)
    {
        var arguments = more ?? [];
        arguments["url"] ??= Server.Url;
        return Bot.Result("setWebhook", arguments);
    }

    /// <summary>A message of any chat, dated now or ahead, so that it outlives what a test plays through.</summary>
    protected JsonObject MessageIn(long chat, string text, TimeSpan ahead = default) => new()
    {
        ["message_id"] = 1,
        ["date"] = (Time.GetUtcNow() + ahead).ToUnixTimeSeconds(),
        ["chat"] = new JsonObject { ["id"] = chat },
        ["text"] = text,
    };

    /// <summary>
    /// Nothing may arrive, however long the sender is given to send it: two round trips through its own loop.
    /// </summary>
    protected async Task NothingArrives()
    {
        await Settle();
        Assert.That(Server.Waiting(), Is.Null);
    }
}
