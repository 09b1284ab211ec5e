using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

/// <summary>What goes wrong because a test asked for it.</summary>
internal sealed class FaultTests : MethodTest
{
    private JsonObject Hi => new() { ["chat_id"] = Ada.Id, ["text"] = "hi" };

    [Test]
    public async Task A_refusal_befalls_the_method_it_is_for_so_often_and_nothing_is_done()
    {
        Telegram.Fails(new SandboxFault { Method = "sendMessage", Status = 429, RetryAfter = 7, Times = 2 });
        await Bot.Result("getMe");
        for (var i = 0; i < 2; i++)
        {
            var refused = await Bot.Envelope("sendMessage", Hi);
            Assert.That(refused.ToJsonString(), Is.EqualTo(
                """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"""));
        }
        Assert.That(Telegram.World.PrivateRoom(Ada.Person).Messages, Has.Count.EqualTo(1), "the start alone");
        await Bot.Result("sendMessage", Hi);
    }

    [Test]
    public async Task A_gateway_without_its_server_answers_502()
    {
        Telegram.Fails(new SandboxFault { Status = 502 });
        Assert.That(await Bot.Error(502, "getMe"), Is.EqualTo("Bad Gateway"));
    }

    [Test]
    public async Task A_lost_answer_is_of_a_call_that_was_done()
    {
        Telegram.Fails(new SandboxFault { Method = "sendMessage", LosesAnswer = true });
        await Assert.ThatAsync(() => Bot.Envelope("sendMessage", Hi), Throws.InstanceOf<HttpRequestException>());
        await Ada.Hears("hi");
    }

    [Test]
    public async Task A_delay_takes_the_sandboxs_time()
    {
        Telegram.Fails(new SandboxFault { Method = "getMe", Delay = TimeSpan.FromSeconds(30) });
        var slow = Bot.Result("getMe");
        await Pass(TimeSpan.FromSeconds(29));
        await Settle();
        Assert.That(slow.IsCompleted, Is.False);
        await Pass(TimeSpan.FromSeconds(1));
        await slow.WaitAsync(Guard);
    }

    [TestCase(200)]
    [TestCase(600)]
    public void A_status_that_is_no_failure_is_refused(int status) =>
        Assert.That(() => Telegram.Fails(new SandboxFault { Status = status }), Throws.TypeOf<ArgumentOutOfRangeException>());
}
