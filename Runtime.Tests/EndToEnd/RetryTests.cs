using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// What the server answers when it cannot take an update, and when the sender comes again because of it.
/// </summary>
internal sealed class RetryTests : EndToEndTest
{
    [Test]
    public async Task Without_an_inbox_a_failing_receiver_is_tried_again_after_0_2_and_4_seconds()
    {
        var failures = 3;
        await using var server = await Listen(
            (update, token) => failures-- > 0 ? throw new InvalidOperationException("not yet") : Echo(update, token), With("none"));

        await Ada.Says("hi");
        await AfterAttempts(2, 2);
        await AfterAttempts(3, 4);
        await Ada.Hears("heard hi");

        var deliveries = await Telegram.Deliveries(4);
        Assert.That(deliveries.Select(delivery => delivery.Status), Is.EqualTo(new int?[] { 500, 500, 500, 200 }));
        Assert.That(deliveries.Select(delivery => delivery.RetryIn?.TotalSeconds), Is.EqualTo(new double?[] { 0, 2, 4, null }));
        Assert.That(Errors.Select(error => error.Outcome), Is.EqualTo(Enumerable.Repeat(WebhookErrorOutcome.SentAgainByTelegram, 3)));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(),
            Is.EqualTo("Wrong response from the webhook: 500 Internal Server Error"));
    }

    [Test]
    public async Task A_server_that_stops_asks_for_one_second_and_the_next_one_gets_the_update_then()
    {
        var (entered, released) = (NewSignal(), NewSignal());
        await using var server = await Listen(EchoWhen(released, entered), With("memory"));
        await Ada.Says("1");
        await entered.Task.WaitAsync(TestServers.Guard);
        var stopped = server.Stop();
        await Ada.Says("2");

        Assert.That((await Telegram.Deliveries(2))[1], Has.Property(nameof(SandboxDelivery.Status)).EqualTo(503)
            .And.Property(nameof(SandboxDelivery.RetryIn)).EqualTo(TimeSpan.FromSeconds(1)));
        released.SetResult();
        await stopped.WaitAsync(TestServers.Guard);
        await Ada.Hears("heard 1");
        // Setting the webhook again takes a second, and then the second that the first server asked for is over.
        await using var next = await Listen(Echo, With("memory"));
        await UntilTaken(2);
        await Ada.Hears("heard 2");
        Assert.That(Heard, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task A_full_inbox_holds_up_only_the_chat_whose_update_did_not_fit()
    {
        var released = NewSignal();
        await using var server = await Listen(
            async (update, token) =>
            {
                if (update.Message!.Chat.Id == Ada.Id)
                {
                    await Echo(update, token);
                    return;
                }
                await released.Task;
                Hear($"big {update.Message.Chat.Id}");
            },
            With(UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 1 << 20 })));

        for (var chat = 1; chat <= 3; chat++)
        {
            Telegram.SendUpdate("message", Json($"{{'message_id':1,'date':{Time.GetUtcNow().ToUnixTimeSeconds()},'chat':{{'id':{-chat},'type':'group','title':'G'}},'text':'{new string('x', 400_000)}'}}"));
            await Telegram.Deliveries(chat);
        }
        await Ada.Says("small");
        await Ada.Hears("heard small");

        var refused = (await Telegram.Deliveries(4)).Single(delivery => delivery.Status != 200);
        Assert.That((refused.Status, refused.RetryIn), Is.EqualTo(((int?)503, (TimeSpan?)TimeSpan.FromSeconds(1))));
        await NoAttemptWithin(TimeSpan.FromSeconds(0.9), 4);
        released.SetResult();
        await HasHeard(3);
        await Pass(TimeSpan.FromSeconds(0.1));
        // What was handled makes room a moment later, so the first try after it may still find none.
        await UntilTaken(5);
        await HasHeard(4);
        Assert.That(Heard, Is.EquivalentTo(new[] { "small", "big -1", "big -2", "big -3" }));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_is_answered_503_and_what_came_meanwhile_is_handled_when_there_is_room_again()
    {
        await using var server = await Listen(Echo, With("sqlite"));
        await Ada.Says("1");
        await Ada.Hears("heard 1");
        using (FaultyFile.Full(InboxFile + "-wal"))
        {
            await Ada.Says("2");
            Assert.That((await Telegram.Deliveries(2))[1], Has.Property(nameof(SandboxDelivery.Status)).EqualTo(503)
                .And.Property(nameof(SandboxDelivery.RetryIn)).EqualTo(TimeSpan.FromSeconds(1)));
        }

        await UntilTaken(2);
        await Ada.Hears("heard 2");
        Assert.That(Heard, Is.EqualTo(new[] { "1", "2" }));
        Assert.That(Errors.Select(error => error.Stage), Does.Contain(WebhookStage.Storing));
    }

    private async Task NoAttemptWithin(TimeSpan time, int attempts)
    {
        await Settle();
        await Pass(time);
        await Settle();
        Assert.That(await Telegram.Deliveries(0), Has.Count.EqualTo(attempts));
    }
}
