using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>Handlers that take long.</summary>
public sealed class HandlerWatchTests : DeliveryFixture
{
    [Test]
    public async Task Two_handlers_that_hung_starved_the_others_without_a_word()
    {
        await Restart(new DeliveryOptions { MaxConcurrency = 2 });
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        When(2, _ => gate.Task);
        await Accept(TestUpdates.Message(1, chat: 5));
        await NextHandled();
        Time.Advance(TimeSpan.FromSeconds(10));
        await Accept(TestUpdates.Message(2, chat: 6));
        await NextHandled();

        Time.Advance(TimeSpan.FromSeconds(19));
        Assert.That(Warnings(), Is.Empty);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Warnings().Single(),
            Does.StartWith("Warning 4040 Update 1 (message, chat 5, attempt 1) has been handled for 00:00:30"));
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(Warnings(), Has.Count.EqualTo(2));
        Assert.That(Warnings()[1], Does.Contain("Update 2 (message, chat 6, attempt 1)"));

        Assert.That(Delivery.Running.Select(running => (running.UpdateId, running.Kind, running.ChatId, running.Attempt, running.Elapsed.TotalSeconds)),
            Is.EqualTo(new[] { (1L, (string?)"message", (long?)5, 1, 40.0), (2L, "message", 6, 1, 30.0) }));
        gate.SetResult();
        while (Delivery.Running.Count > 0) await Task.Yield();
    }

    [Test]
    public async Task The_name_of_an_unknown_kind_forged_a_line_of_the_log_when_its_handler_took_long()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Read("""{"update_id":1,"x\r\nfail: forged":{"a":1}}"""));
        await NextHandled();

        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(Warnings().Single(), Does.Contain("""Update 1 (x\r\nfail: forged, chat""").And.Not.Contain("\r\nfail"));
        gate.SetResult();
    }

    [Test]
    public async Task A_handler_that_goes_on_is_named_each_time_its_time_has_doubled()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1));
        await NextHandled();

        for (var second = 0; second < 300; second++) Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(Warnings(), Has.Count.EqualTo(4), "after 30, 60, 120 and 240 seconds");
        gate.SetResult();
    }

    [Test]
    public async Task A_handler_that_ended_is_not_named_and_a_later_one_is()
    {
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        while (Delivery.Running.Count > 0) await Task.Yield();
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(Warnings(), Is.Empty);

        var gate = new TaskCompletionSource();
        When(2, _ => gate.Task);
        await Accept(TestUpdates.Message(2));
        await NextHandled();
        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.That(Warnings(), Has.Count.EqualTo(1));
        gate.SetResult();
    }

    [Test]
    public async Task A_kind_that_a_sender_made_up_forged_a_line_of_the_log()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Read($$$"""{"update_id":1,"x\r\nfail: forged {{{new string('k', 1000)}}}":{}}"""));
        await NextHandled();

        Time.Advance(TimeSpan.FromSeconds(30));
        gate.SetResult();

        Assert.That(Warnings().Single(),
            Does.StartWith("Warning 4040 Update 1 (x\\r\\nfail: forged kkk").And.Length.LessThan(400));
    }

    [Test]
    public async Task Turned_off_nobody_is_named_and_all_are_listed()
    {
        await Restart(new DeliveryOptions { WarnAfter = null });
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        Time.Advance(TimeSpan.FromHours(1));

        Assert.That(Warnings(), Is.Empty);
        Assert.That(Delivery.Running, Has.Count.EqualTo(1));
        gate.SetResult();
    }

    private List<string> Warnings() => [.. Log.Lines.Where(line => line.Contains(" 4040 ", StringComparison.Ordinal))];
}
