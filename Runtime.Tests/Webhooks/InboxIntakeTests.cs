using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>How a body gets from a request into an inbox.</summary>
public sealed class InboxIntakeTests : DeliveryFixture
{
    [Test]
    public async Task The_buffer_that_a_server_only_lends_was_kept()
    {
        UpdateEnvelope? kept = null;
        await using var inbox = new ScriptedInbox
        {
            Appending = updates =>
            {
                kept = updates.Single();
                return [AppendResult.Appended];
            },
        };
        await using var intake = new InboxIntake(Deliver(inbox), new ErrorReporter(null, Log));
        var sent = TestUpdates.Message(7).Body.ToArray();
        var lent = sent.ToArray();

        var outcome = await intake.Accept(lent, true, new DefaultHttpContext().Response, CancellationToken.None);
        // The next request's body lies there now.
        Array.Clear(lent);

        Assert.That(outcome, Is.EqualTo(IntakeOutcome.Accepted));
        Assert.That(kept!.Body.ToArray(), Is.EqualTo(sent));
    }
}
