using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>A bot that keeps to limits.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LimitsTests : IDisposable
{
    private const string Sent = """{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [Test]
    public async Task The_second_message_to_a_chat_waits_for_a_second_and_other_calls_do_not()
    {
        _telegram.Answers(Sent).Answers(Sent).Answers("""{"ok":true,"result":true}""").Answers(Sent);
        using var bot = Bot();

        await bot.SendMessage(1, "one");
        var second = bot.SendMessage(1, "two");
        await bot.SendMessage(2, "to another chat");
        await bot.SendChatAction(1, "typing");
        _telegram.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(second.IsCompleted, Is.False);
        _telegram.Time.Advance(TimeSpan.FromMilliseconds(1));
        await second.WaitAsync(Patience);

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "to another chat", null, "two" }));
    }

    [Test]
    public async Task Without_limits_nothing_waits()
    {
        _telegram.Answers(Sent).Answers(Sent);
        using var bot = _telegram.Bot();

        await bot.SendMessage(1, "one").WaitAsync(Patience);
        await bot.SendMessage(1, "two").WaitAsync(Patience);

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task After_a_429_the_calls_of_the_chat_wait_together_and_keep_their_order()
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 7", """{"retry_after":7}""").Answers(Sent).Answers(Sent).Answers(Sent);
        using var bot = Bot();

        var first = bot.SendMessage(1, "one");
        var second = bot.SendMessage(1, "two");
        while (await _telegram.Time.NextWait() != TimeSpan.FromSeconds(7))
        {
        }

        await bot.SendMessage(2, "to another chat").WaitAsync(Patience);
        Assert.That(second.IsCompleted, Is.False);
        _telegram.Time.Advance(TimeSpan.FromSeconds(7));
        await first.WaitAsync(Patience);
        _telegram.Time.Advance(TimeSpan.FromSeconds(1));
        await second.WaitAsync(Patience);

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "to another chat", "one", "two" }));
    }

    [Test]
    public async Task A_call_that_is_cancelled_while_it_waits_is_not_sent_and_the_next_takes_its_place()
    {
        _telegram.Answers(Sent).Answers(Sent);
        using var bot = Bot();
        using var caller = new CancellationTokenSource();

        await bot.SendMessage(1, "one");
        var second = bot.SendMessage(1, "two", cancellationToken: caller.Token);
        var third = bot.SendMessage(1, "three");
        await caller.CancelAsync();
        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => second.WaitAsync(Patience)))!.CancellationToken, Is.EqualTo(caller.Token));
        _telegram.Time.Advance(TimeSpan.FromSeconds(1));
        await third.WaitAsync(Patience);

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "three" }));
    }

    [Test]
    public async Task A_call_that_fails_lets_the_next_of_its_chat_go()
    {
        _telegram.AnswersError(400, "Bad Request: message text is empty").Answers(Sent);
        using var bot = Bot();

        await Assert.ThrowsAsync<ApiRequestException>(() => bot.SendMessage(1, " "));
        _telegram.Time.Advance(TimeSpan.FromSeconds(1));
        await bot.SendMessage(1, "two").WaitAsync(Patience);

        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [TestCase(60, 60)]
    [TestCase(61, 1)]
    public async Task A_chat_pauses_for_as_long_as_the_bot_has_patience_and_not_for_more(int asked, int paused)
    {
        _telegram.AnswersError(429, "Too Many Requests", $$"""{"retry_after":{{asked}}}""").Answers(Sent).Answers(Sent);
        using var bot = _telegram.Bot(options => options with { Limits = TelegramLimits.Default, Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });
        await Assert.ThrowsAsync<ApiRequestException>(() => bot.SendMessage(1, "one"));

        var second = bot.SendMessage(1, "two");
        _telegram.Time.Advance(TimeSpan.FromSeconds(paused) - TimeSpan.FromMilliseconds(1));
        await bot.SendMessage(2, "to another chat").WaitAsync(Patience);
        Assert.That(second.IsCompleted, Is.False);
        _telegram.Time.Advance(TimeSpan.FromMilliseconds(1));
        await second.WaitAsync(Patience);

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "to another chat", "two" }));
    }

    [Test]
    public async Task A_repeated_message_waits_for_its_turn_as_a_new_one_does()
    {
        _telegram.AnswersError(429, "Too Many Requests", """{"retry_after":0}""").Answers(Sent).Answers(Sent);
        using var bot = Bot();

        var first = bot.SendMessage(1, "one");
        await _telegram.HasReceived(1);
        await bot.SendMessage(2, "to another chat").WaitAsync(Patience);
        await bot.SendMessage(3, "to a third").WaitAsync(Patience);
        Assert.That(first.IsCompleted, Is.False, "a second has not passed");
        _telegram.Answers(Sent);
        _telegram.Time.Advance(TimeSpan.FromSeconds(1));
        await first.WaitAsync(Patience);

        Assert.That(Texts(), Is.EqualTo(new[] { "one", "to another chat", "to a third", "one" }));
    }

    [Test]
    public void Limits_that_cannot_be_used_are_all_named()
    {
        var error = Assert.Throws<ArgumentException>(() => _telegram.Bot(options => options with { Limits = new TelegramLimits { PerSecond = 0, PerMinuteInGroup = -1 } }));

        Assert.That(error!.Message, Does.Contain("Limits.PerSecond must be").And.Contain("Limits.PerMinuteInGroup"));
    }

    private TelegramBot Bot() => _telegram.Bot(options => options with { Limits = TelegramLimits.Default });

    private IEnumerable<string?> Texts() =>
        _telegram.Received.Select(request => (string?)JsonNode.Parse(request.Text)!["text"]);
}
