using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A stop that goes wrong: reported to the caller, and never instead of what went wrong before.</summary>
public sealed class FaultedStopTests
{
    [Test]
    public async Task A_server_whose_stop_faulted_hid_the_exception_of_the_code_that_used_it()
    {
        using var log = new RecordingLoggers();

        var seen = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var server = await TestServers.Start(
                (_, _) => default, TestServers.Options(new UnclosableInbox(), loggers: log));
            throw new InvalidOperationException("the body's own");
        });

        Assert.That(seen!.Message, Is.EqualTo("the body's own"));
        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Error 5016", StringComparison.Ordinal) && line.Contains(UnclosableInbox.Fault, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Stop_throws_what_went_wrong()
    {
        await using var server = await TestServers.Start((_, _) => default, TestServers.Options(new UnclosableInbox()));

        var error = await Assert.ThrowsAsync<InboxException>(() => server.Stop().WaitAsync(TestServers.Guard));

        Assert.That(error!.Message, Is.EqualTo(UnclosableInbox.Fault));
        Assert.That(server.Completion.IsFaulted, Is.True);
    }
}
