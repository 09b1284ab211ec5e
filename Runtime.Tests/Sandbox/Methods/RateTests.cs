using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>The rates that Telegram's documentation names, where a test asks for them.</summary>
internal sealed class RateTests : MethodTest
{
    [Test]
    public async Task A_chat_gets_a_burst_and_then_a_message_a_second()
    {
        for (var i = 0; i < 5; i++) await Send(Ada.Id);
        Assert.That(await Refusal(Ada.Id), Is.EqualTo(1));
        await Send(Telegram.User("Bob") is { } bob && await Started(bob) ? bob.Id : 0);
        await Pass(TimeSpan.FromSeconds(1));
        await Send(Ada.Id);
        Assert.That(await Refusal(Ada.Id), Is.EqualTo(1));
    }

    [Test]
    public async Task A_group_gets_twenty_a_minute()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        for (var i = 0; i < 20; i++) await Send(lab.Id);
        Assert.That(await Refusal(lab.Id), Is.EqualTo(3));
        await Pass(TimeSpan.FromSeconds(3));
        await Send(lab.Id);
    }

    [Test]
    public async Task All_chats_together_get_thirty_a_second()
    {
        var people = Enumerable.Range(0, 31).Select(i => Telegram.User($"P{i}")).ToList();
        foreach (var person in people) await person.Starts();
        foreach (var person in people.Take(30)) await Send(person.Id);
        Assert.That(await Refusal(people[30].Id), Is.EqualTo(1));
    }

    protected override TelegramSandboxOptions Options() =>
        new() { TimeProvider = Time, Random = new Random(7), RealRates = true };

    private static async Task<bool> Started(SandboxUser user) => (await user.Starts()).Id > 0;

    private Task<JsonNode> Send(long chat) =>
        Bot.Result("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "hi" });

    private async Task<int> Refusal(long chat)
    {
        var envelope = await Bot.Envelope("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "hi" });
        Assert.That(envelope["error_code"]?.GetValue<int>(), Is.EqualTo(429), envelope.ToJsonString());
        return envelope["parameters"]!["retry_after"]!.GetValue<int>();
    }
}
