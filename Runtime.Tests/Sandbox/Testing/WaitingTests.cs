using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>How the test API waits: for what was, what comes, and what never does.</summary>
internal sealed class WaitingTests : SandboxTest
{
    private SandboxUser _ada = null!;

    [SetUp]
    public async Task Meet()
    {
        _ada = Telegram.User("Ada");
        await _ada.Starts();
    }

    [Test]
    public async Task What_was_said_already_is_heard_and_what_comes_too()
    {
        await Say("early");
        Assert.That((await _ada.Hears("early")).Text, Is.EqualTo("early"));
        var waiting = _ada.Hears("late");
        Assert.That(waiting.IsCompleted, Is.False);
        await Say("late");
        await waiting.WaitAsync(Guard);
    }

    [Test]
    public async Task Nothing_is_heard_twice_and_what_was_passed_over_is_gone()
    {
        await using var hasty = await Hasty();
        var bob = hasty.Telegram.User("Bob");
        await bob.Starts();
        foreach (var text in new[] { "one", "two", "two" }) await hasty.Say(bob, text);
        var first = await bob.Hears("two");
        var second = await bob.Hears("two");
        Assert.That(second.Id, Is.GreaterThan(first.Id));
        var failure = await Assert.ThrowsAsync<SandboxWaitException>(async () => await bob.Hears("one"));
        Assert.That(failure!.Message, Does.StartWith("Bob expected to hear \"one\", but not within 0.05 s. It was said, but before what was heard last."));
    }

    [Test]
    public async Task Two_who_wait_at_once_each_get_their_message_whatever_the_order()
    {
        var second = _ada.Hears("second");
        var first = _ada.Hears("first");
        var same = new[] { _ada.Hears("same"), _ada.Hears("same") };
        foreach (var text in new[] { "first", "second", "same", "same" }) await Say(text);
        Assert.That(((await first.WaitAsync(Guard)).Text, (await second.WaitAsync(Guard)).Text),
            Is.EqualTo(("first", "second")));
        var both = await Task.WhenAll(same).WaitAsync(Guard);
        Assert.That(both[0].Id, Is.Not.EqualTo(both[1].Id));
    }

    [Test]
    public async Task Everybody_in_a_group_hears_with_ears_of_their_own_that_last()
    {
        var bob = Telegram.User("Bob");
        var lab = Telegram.Group("Lab", _ada, bob);
        await Bot.Result("sendMessage", new JsonObject { ["chat_id"] = lab.Id, ["text"] = "all" });
        await _ada.In(lab).Hears("all");
        await bob.In(lab).Hears("all");
        using var enough = new CancellationTokenSource();
        var again = _ada.In(lab).Hears("all", enough.Token);
        Assert.That(again.IsCompleted, Is.False, "heard once already");
        await enough.CancelAsync();
        await Assert.ThatAsync(() => again, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_wait_that_is_cancelled_ends_as_such()
    {
        using var enough = new CancellationTokenSource();
        var message = await _ada.Says("keep me");
        var waits = new Task[]
        {
            _ada.Hears("never", enough.Token), _ada.Presses("Never", enough.Token), _ada.Asks("never",
                enough.Token), _ada.SeesDeleted(message, enough.Token),
            _ada.SeesDraft("never", enough.Token), _ada.Reacts("👍", cancellationToken: enough.Token),
            Telegram.Deliveries(1, enough.Token),
        };
        await enough.CancelAsync();
        foreach (var wait in waits)
            await Assert.ThatAsync(() => wait.WaitAsync(Guard), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_wait_ends_when_the_sandbox_stops()
    {
        await using var telegram = await TelegramSandbox.Start();
        var bob = telegram.User("Bob");
        await bob.Says("anybody?");
        var waiting = bob.Hears("yes");
        await telegram.DisposeAsync();
        var failure = await Assert.ThrowsAsync<SandboxWaitException>(async () => await waiting.WaitAsync(Guard));
        Assert.That(failure!.Message, Does.StartWith("Bob expected to hear \"yes\", but the sandbox was stopped.").And.Contain("Bob: anybody?"));
    }

    [Test]
    public async Task The_story_tells_contents_buttons_edits_and_the_wire()
    {
        await using var hasty = await Hasty();
        var bob = hasty.Telegram.User("Bob");
        await bob.SendsPhoto(caption: "look");
        await hasty.Bot.Result("sendMessage", new JsonObject { ["chat_id"] = bob.Id, ["text"] = "choose", ["reply_markup"] = Json("{'inline_keyboard':[[{'text':'Yes','callback_data':'y'}]]}") });
        await bob.Edits("look!");
        var failure = await Assert.ThrowsAsync<SandboxWaitException>(async () => await bob.Presses("No"));
        Assert.That(failure!.Message, Does.StartWith("Bob looked for a button \"No\"").And.Contain("Bob: [photo] look\n").And.Contain("Sandbox Bot: choose [Yes]\n")
            .And.Contain("Bob (edited): [photo] look!").And.Contain("sendMessage -> 200"));
    }

    [Test]
    public async Task Votes_reactions_and_presses_wait_for_something_to_act_on()
    {
        var (vote, press) = (_ada.Votes("Tea"), _ada.Presses("Go"));
        var poll = new JsonObject { ["chat_id"] = _ada.Id, ["question"] = "?", ["options"] = Json("{'o':[{'text':'Tea'}]}")["o"]!.DeepClone() };
        poll["reply_markup"] = Json("{'inline_keyboard':[[{'text':'Go','callback_data':'g'}]]}");
        await Bot.Result("sendPoll", poll);
        await vote.WaitAsync(Guard);
        await press.WaitAsync(Guard);
        await _ada.Reacts("👍");
        await Assert.ThatAsync(() => _ada.SendsAlbum(11), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task What_people_cannot_do_is_said_plainly()
    {
        var bob = Telegram.User("Bob");
        var lab = Telegram.Group("Lab", _ada);
        await Assert.ThatAsync(() => bob.In(lab).Says("let me in"), Throws.InvalidOperationException.With.Message.EqualTo("Bob is not in \"Lab\"."));
        await Assert.ThatAsync(
            () => _ada.Says("  "), Throws.InvalidOperationException.With.Message.EqualTo("A message needs a text."));
        await Assert.ThatAsync(() => bob.Edits("x"), Throws.InvalidOperationException.With.Message.EqualTo("In this chat, Bob has said nothing yet."));
        Assert.That(() => Telegram.Group("Nobody"), Throws.ArgumentException);
        await Assert.ThatAsync(() => lab.PromotesBot([]), Throws.ArgumentException);
    }

    private Task<JsonNode> Say(string text) =>
        Bot.Result("sendMessage", new JsonObject { ["chat_id"] = _ada.Id, ["text"] = text });

    private static async Task<HastySandbox> Hasty() =>
        new(await TelegramSandbox.Start(new TelegramSandboxOptions { WaitTimeout = TimeSpan.FromMilliseconds(50) }));

    /// <summary>A sandbox that gives up soon, for waits that must fail.</summary>
    private sealed class HastySandbox(TelegramSandbox telegram) : IAsyncDisposable
    {
        public TelegramSandbox Telegram { get; } = telegram;

        public BotCaller Bot { get; } = new(telegram);

        public Task<JsonNode> Say(SandboxUser to, string text) =>
            Bot.Result("sendMessage", new JsonObject { ["chat_id"] = to.Id, ["text"] = text });

        public async ValueTask DisposeAsync()
        {
            Bot.Dispose();
            await Telegram.DisposeAsync();
        }
    }
}
