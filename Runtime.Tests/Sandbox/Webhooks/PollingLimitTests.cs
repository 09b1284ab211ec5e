using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>What getUpdates takes its arguments for.</summary>
internal sealed class PollingLimitTests : SandboxTest
{
    [TestCase("1000", 100)]
    [TestCase("100", 100)]
    [TestCase("7", 7)]
    [TestCase("0", 1)]
    [TestCase("-3", 1)]
    [Wire("3.8")]
    public async Task The_limit_is_clamped_to_1_to_100(string limit, int expected)
    {
        for (var i = 0; i < 120; i++) Telegram.SendUpdate("poll", Json("{'id':'1'}"));
        Assert.That(await Poll($"{{'limit':{limit}}}"), Has.Count.EqualTo(expected));
    }

    [TestCase("1000", 50)]
    [TestCase("20", 20)]
    [Wire("3.9")]
    public async Task The_timeout_is_clamped_to_50_seconds(string timeout, int seconds)
    {
        var poll = Poll($"{{'timeout':{timeout}}}");
        await Wait(poll, seconds - 1, over: false);
        await Wait(poll, 1, over: true);
        Assert.That(await poll, Is.Empty);
    }

    [Test]
    [Wire("3.9")]
    public async Task A_negative_timeout_is_none() =>
        Assert.That(await Poll("{'timeout':-5}").WaitAsync(Guard), Is.Empty);

    [Test]
    [Wire("3.10")]
    public async Task Asking_for_the_same_offset_again_within_three_seconds_takes_three_seconds()
    {
        Assert.That(await Poll("{'offset':5}"), Is.Empty);
        await Pass(TimeSpan.FromSeconds(2.9));
        var again = Poll("{'offset':5}");
        await Wait(again, 2.9, over: false);
        await Wait(again, 0.1, over: true);
        await Pass(TimeSpan.FromSeconds(3));
        Assert.That(await Poll("{'offset':5}").WaitAsync(Guard), Is.Empty);
        Assert.That(await Poll("{'offset':6}").WaitAsync(Guard), Is.Empty);
    }

    [Test]
    [Wire("3.12")]
    public async Task An_answer_is_cut_at_about_4_MiB()
    {
        for (var i = 0; i < 10; i++)
            Telegram.SendUpdate("poll", new JsonObject { ["id"] = new string('1', 500 << 10) });
        var updates = await Poll("{}");
        Assert.That(updates.Count * 500, Is.InRange(3500, 4096));
    }

    [Test]
    [Wire("3.13")]
    public async Task A_negative_offset_keeps_the_last_ones_and_forgets_the_rest()
    {
        for (var i = 1; i <= 5; i++) Telegram.SendUpdate("poll", Json($"{{'id':'{i}'}}"));
        Assert.That((await Poll("{'offset':-2}")).Select(update => update!["poll"]!["id"]!.GetValue<string>()), Is.EqualTo(new[] { "4", "5" }));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(await Poll("{'offset':-9}"), Has.Count.EqualTo(2));
    }

    private async Task<JsonArray> Poll(string arguments) => (await Bot.Result("getUpdates", Json(arguments))).AsArray();

    /// <summary>Lets time pass once the poll waits, and sees whether that was enough.</summary>
    private async Task Wait(Task poll, double seconds, bool over)
    {
        await Pass(TimeSpan.FromSeconds(seconds));
        if (over) await poll.WaitAsync(Guard);
        else await Settle();
        Assert.That(poll.IsCompleted, Is.EqualTo(over));
    }
}
