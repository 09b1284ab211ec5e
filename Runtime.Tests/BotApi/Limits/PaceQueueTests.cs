using CsCheck;
using Telegram.Webhooks.Runtime.BotApi.Limits;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Limits;

/// <summary>What must hold for calls of any chats, times, lengths, refusals and cancellations.</summary>
public sealed class PaceQueueTests
{
    private static readonly TelegramLimits Limits = new() { PerSecond = 3, PerSecondInChat = 1, PerMinuteInGroup = 4 };
    private static readonly string?[] Chats = [null, "1", "2", "-3", "-4", "@channel"];

    private static readonly Gen<PlannedCall[]> Plans = Gen.Select(
        Gen.Int[0, 1200], Gen.Int[0, Chats.Length - 1], Gen.Int[0, 1500], Gen.Int[0, 9], Gen.Int[0, 4000],
        (gap, chat, takes, fate, after) => new PlannedCall(
            gap, Chats[chat], takes, RefusedFor: fate == 0 ? after : null, CancelledAfter: fate is 1 or 2 ? after : null)).Array[1, 40];

    [Test]
    public void No_stretch_of_time_holds_more_calls_than_allowed() => Plans.Sample(plan =>
    {
        var begun = PaceRun.Of(Limits, plan).Begun;
        AtMost(begun, Limits.PerSecond, 1000);
        foreach (var chat in begun.Where(call => call.Chat is not null).GroupBy(call => call.Chat))
        {
            AtMost([.. chat], Limits.PerSecondInChat, 1000);
            if (chat.Key![0] is '-' or '@')
                AtMost([.. chat], Limits.PerMinuteInGroup, 60_000);
        }
    }, iter: 2_000);

    [Test]
    public void Calls_of_a_chat_begin_in_the_order_in_which_they_were_made_and_one_at_a_time() => Plans.Sample(plan =>
    {
        foreach (var chat in PaceRun.Of(Limits, plan).Begun.Where(call => call.Chat is not null).GroupBy(call => call.Chat))
        {
            Assert.That(chat.Select(call => call.Index), Is.Ordered, "a call that tries again comes before all that were made after it");
            foreach (var (first, second) in chat.Zip(chat.Skip(1)))
                Assert.That(second.At, Is.GreaterThanOrEqualTo(first.Ended), "one is under way");
        }
    }, iter: 2_000);

    [Test]
    public void Every_call_that_is_not_cancelled_has_its_turn() => Plans.Sample(plan =>
    {
        var run = PaceRun.Of(Limits, plan);
        Assert.That(run.Begun.Select(call => call.Index).Concat(run.Cancelled).Distinct(), Has.Exactly(plan.Length).Items);
    }, iter: 2_000);

    [Test]
    public void No_call_is_passed_by_a_later_one_whose_chat_was_as_ready() => Plans.Sample(plan =>
    {
        // Calls for no chat are ready at once, so among them age alone counts.
        var free = PaceRun.Of(
            Limits, [.. plan.Select(call => call with { Chat = null, RefusedFor = null, CancelledAfter = null })]);
        Assert.That(free.Begun.Select(call => call.Index), Is.Ordered);
    }, iter: 500);

    [Test]
    public void A_call_that_was_cancelled_while_it_waited_leaves_no_hole() => Plans.Sample(plan =>
    {
        var run = PaceRun.Of(Limits, plan);
        var gone = run.Cancelled.ToHashSet();
        var without = PaceRun.Of(Limits, plan, gone);
        Assert.That(
            run.Begun.Select(call => (call.Index, call.At)),
            Is.EqualTo(without.Begun.Select(call => (call.Index, call.At))),
            "the others begin when they would have begun without it");
    }, iter: 2_000);

    [Test]
    public void A_chat_that_was_refused_waits_and_the_others_go_on()
    {
        var run = PaceRun.Of(new TelegramLimits(),
        [
            new PlannedCall(0, "1", 10, RefusedFor: 5000, CancelledAfter: null),
            new PlannedCall(0, "1", 10, null, null),
            new PlannedCall(100, "2", 10, null, null),
        ]);

        Assert.That(run.Begun.Select(call => (call.Index, call.At)), Is.EqualTo(new[] { (0, 0), (2, 100), (0, 5010), (1, 6010) }));
    }

    [Test]
    public void When_two_chats_are_refused_at_once_all_wait()
    {
        var run = PaceRun.Of(new TelegramLimits(),
        [
            new PlannedCall(0, "1", 10, RefusedFor: 5000, CancelledAfter: null),
            new PlannedCall(0, "2", 20, RefusedFor: 3000, CancelledAfter: null),
            new PlannedCall(100, "3", 10, null, null),
        ]);

        Assert.That(run.Begun.First(call => call.Index == 2).At, Is.EqualTo(3020));
    }

    [Test]
    public void Chats_that_are_idle_are_forgotten()
    {
        var queue = new PaceQueue(new TelegramLimits { PerSecond = 10_000 });
        var now = TimeSpan.Zero;
        for (var i = 1; i <= 5000; i++)
        {
            now += TimeSpan.FromMilliseconds(100);
            var call = queue.Add($"{i}", now);
            Assert.That(queue.TakeDue(now), Is.SameAs(call));
            queue.Done(call, now);
        }

        Assert.That(queue.Chats, Is.LessThan(1100));
    }

    [TestCase("sendMessage", true)]
    [TestCase("forwardMessages", true)]
    [TestCase("copyMessage", true)]
    [TestCase("sendChatAction", false)]
    [TestCase("editMessageText", false)]
    [TestCase("getUpdates", false)]
    public void What_puts_messages_into_chats_counts(string method, bool counts) =>
        Assert.That(PacedMethods.Counts(method), Is.EqualTo(counts));

    [TestCase("""{"text":"x","chat_id":-1001000000001}""", "-1001000000001")]
    [TestCase("""{"nested":{"chat_id":7},"chat_id":"@channel"}""", "@channel")]
    [TestCase("""{"text":"chat_id"}""", null)]
    [TestCase("{}", null)]
    public void The_chat_is_read_from_the_parameters(string parameters, string? chat) =>
        Assert.That(PacedMethods.ChatOf(System.Text.Encoding.UTF8.GetBytes(parameters)), Is.EqualTo(chat));

    private static void AtMost(IReadOnlyList<BegunCall> begun, int count, int milliseconds)
    {
        for (var i = count; i < begun.Count; i++)
            Assert.That(begun[i].At - begun[i - count].At, Is.GreaterThanOrEqualTo(milliseconds),
                $"{count + 1} calls within {milliseconds} ms");
    }
}
