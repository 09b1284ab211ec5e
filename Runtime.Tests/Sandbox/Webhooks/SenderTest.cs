using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>The sandbox's sender against a server that answers byte for byte what the test says.</summary>
internal abstract class SenderTest : SandboxTest
{
    private const double IdleSeconds = 60;

    private static readonly HttpClient Elsewhere = new();

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

    /// <summary>Moves the clock once the sender has noted this many attempts: only then does its timer run.</summary>
    protected async Task<IReadOnlyList<SandboxDelivery>> AfterAttempts(int count, double seconds)
    {
        var deliveries = await Telegram.Deliveries(count);
        await Settle();
        // An idle connection closes after a minute. On a longer jump that must not come together with the next attempt.
        if (seconds > IdleSeconds)
        {
            Time.Advance(TimeSpan.FromSeconds(IdleSeconds));
            await Settle();
            seconds -= IdleSeconds;
        }

        Time.Advance(TimeSpan.FromSeconds(seconds));
        return deliveries;
    }

    /// <summary>Nothing may arrive, however long the sender is given to send it: two round trips through its own loop.</summary>
    protected async Task NothingArrives()
    {
        await Settle();
        Assert.That(Server.Waiting(), Is.Null);
    }

    /// <summary>Lets everything that is ready to run do so: the sender's loop is reached through the same thread pool.</summary>
    protected async Task Settle()
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
            // A page that is not there: a round trip that the wire log does not remember, for it holds 500 entries.
            using var answer = await Elsewhere.GetAsync(Telegram.PageUrl + "nothing-here");
        }
    }
}
