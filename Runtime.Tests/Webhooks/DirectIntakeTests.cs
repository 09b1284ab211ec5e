using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class DirectIntakeTests
{
    [Test]
    public async Task Redeliveries_of_an_update_whose_handler_hangs_piled_up_for_ever()
    {
        var time = new FakeTimeProvider();
        var handler = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var intake = new DirectIntake(async (_, _) => await handler.Task, null, new ErrorReporter(null, NullLogger.Instance), time);
        var body = Encoding.UTF8.GetBytes(TestServers.Message(1));
        var first = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();

        var again = intake.Accept(body, true, new DefaultHttpContext().Response, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(again.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(await again.WaitAsync(TestServers.Guard), Is.EqualTo(IntakeOutcome.Failed));
        handler.SetResult();
        Assert.That(await first.WaitAsync(TestServers.Guard), Is.EqualTo(IntakeOutcome.Accepted));
    }
}
