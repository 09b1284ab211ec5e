using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

internal sealed class PollingTests : SandboxTest
{
    [Test]
    [Wire("3.13")]
    public async Task Updates_are_given_until_an_offset_confirms_them()
    {
        var ada = Telegram.User("Ada");
        foreach (var text in new[] { "one", "two", "three" }) await ada.Says(text);
        var first = await Poll("{}");
        Assert.That(Texts(first), Is.EqualTo(new[] { "one", "two", "three" }));
        var second = first[1]!["update_id"]!.GetValue<int>();
        Assert.That(Texts(await Poll($"{{'offset':{second}}}")), Is.EqualTo(new[] { "two", "three" }));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(Texts(await Poll("{'offset':-1}")), Is.EqualTo(new[] { "three" }));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_long_poll_ends_with_the_first_update()
    {
        var poll = Poll("{'timeout':50}");
        await Telegram.User("Ada").Says("hi");
        Assert.That(Texts(await poll.WaitAsync(Guard)), Is.EqualTo(new[] { "hi" }));
    }

    [Test]
    [Wire("3.6")]
    public async Task The_second_poller_ends_the_first()
    {
        var first = Bot.Envelope("getUpdates", Json("{'timeout':50}"));
        await UntilWaiting(first);
        var second = Poll("{'offset':5,'timeout':50}");
        var refused = await first.WaitAsync(Guard);
        Assert.That(refused["description"]!.GetValue<string>(),
            Is.EqualTo("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
        await Telegram.User("Ada").Says("hi");
        Assert.That((await second.WaitAsync(Guard)), Has.Count.EqualTo(1));
    }

    [Test]
    [Wire("1.8")]
    public async Task Setting_a_webhook_ends_a_poll()
    {
        var poll = Bot.Envelope("getUpdates", Json("{'timeout':50}"));
        await UntilWaiting(poll);
        await Bot.Result("setWebhook", Json("{'url':'http://127.0.0.1:9/'}"));
        Assert.That((await poll.WaitAsync(Guard))["description"]!.GetValue<string>(),
            Is.EqualTo("Conflict: terminated by setWebhook request"));
    }

    [Test]
    [Wire("3.11")]
    public async Task Asking_again_at_once_without_confirming_gets_one_update_at_a_time()
    {
        var ada = Telegram.User("Ada");
        await ada.Says("one");
        await ada.Says("two");
        Assert.That(await Poll("{}"), Has.Count.EqualTo(2));
        Assert.That(await Poll("{}"), Has.Count.EqualTo(1));
        await Pass(TimeSpan.FromSeconds(1));
        Assert.That(await Poll("{}"), Has.Count.EqualTo(2));
    }

    [Test]
    [Wire("2.30")]
    public async Task What_a_bot_did_not_ask_for_is_not_queued_and_what_was_queued_before_stays()
    {
        var ada = Telegram.User("Ada");
        await ada.Says("before");
        Assert.That(await Poll("{'allowed_updates':['poll'],'offset':1}"), Has.Count.EqualTo(1));
        await ada.Says("after");
        await Pass(TimeSpan.FromSeconds(5));
        Assert.That(Texts(await Poll("{'offset':1}")), Is.EqualTo(new[] { "before" }));
    }

    [Test]
    [Wire("7.10")]
    public async Task An_update_is_gone_after_its_lifetime()
    {
        await Telegram.User("Ada").Says("yesterday");
        await Pass(TimeSpan.FromSeconds(86_401));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.Zero);
    }

    private async Task<JsonArray> Poll(string arguments) => (await Bot.Result("getUpdates", Json(arguments))).AsArray();

    private async Task UntilWaiting(Task poll)
    {
        await Settle();
        Assert.That(poll.IsCompleted, Is.False);
    }

    private static IEnumerable<string> Texts(JsonArray updates) =>
        updates.Select(update => update!["message"]!["text"]!.GetValue<string>());
}
