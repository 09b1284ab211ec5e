using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>The update was taken, but Telegram never learned of it and sends it again.</summary>
internal sealed class LostAnswerTests : EndToEndTest
{
    [TestCaseSource(nameof(Inboxes))]
    public async Task An_update_whose_answer_got_lost_is_handled_once(string inbox)
    {
        await using var network = new CuttingProxy(Port);
        await using var server = await Listen(Echo, With(inbox), new SetWebhook(network.Url));
        network.LoseAnswers(1);

        await Ada.Says("hi");
        // Without a success yet, a new connection is opened two seconds after the last.
        await AfterAttempts(1, 2);
        var deliveries = await Telegram.Deliveries(2);
        await Ada.Says("next");
        await Ada.Hears("heard next");

        Assert.That(deliveries.Select(delivery => (delivery.UpdateId, delivery.Status)), Is.EqualTo(new[]
        {
            (deliveries[0].UpdateId, (int?)null), (deliveries[0].UpdateId, 200),
        }));
        Assert.That(Heard, Is.EqualTo(new[] { "hi", "next" }));
        Assert.That(await Calls("sendMessage"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_update_that_comes_again_after_60_seconds_while_it_is_still_handled_is_handled_once()
    {
        var (entered, released) = (NewSignal(), NewSignal());
        await using var server = await Listen(EchoWhen(released, entered), With("none"));
        await Ada.Says("slow");
        await entered.Task.WaitAsync(TestServers.Guard);
        await Settle();

        await Pass(TimeSpan.FromSeconds(61));
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.EqualTo("Read timeout expired"));
        released.SetResult();

        await Ada.Hears("heard slow");
        Assert.That((await Telegram.Deliveries(2))[1].Status, Is.EqualTo(200));
        Assert.That(Heard, Is.EqualTo(new[] { "slow" }));
    }
}
