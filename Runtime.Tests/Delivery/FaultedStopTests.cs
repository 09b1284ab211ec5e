using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>A stop that goes wrong: reported to the caller, and never instead of what went wrong before.</summary>
public sealed class FaultedStopTests
{
    private const string Fault = "the inbox cannot be closed";

    [Test]
    public async Task A_server_whose_stop_faulted_hid_the_exception_of_the_code_that_used_it()
    {
        using var log = new RecordingLoggers();

        var seen = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var server = await TestServers.Start((_, _) => default, TestServers.Options(new Unclosable(), loggers: log));
            throw new InvalidOperationException("the body's own");
        });

        Assert.That(seen!.Message, Is.EqualTo("the body's own"));
        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Error 5016", StringComparison.Ordinal) && line.Contains(Fault, StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_polling_whose_stop_faulted_kept_it_to_itself_when_it_was_disposed()
    {
        using var log = new RecordingLoggers();
        using var telegram = new MockTelegram();
        telegram.Hangs();
        using var bot = telegram.Bot();
        var session = await bot.LongPolling((_, _) => default, new LongPollingOptions { DeleteWebhook = false, Inbox = new Unclosable(), LoggerFactory = log });

        await session.DisposeAsync();

        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Error 6003", StringComparison.Ordinal) && line.Contains(Fault, StringComparison.Ordinal)));
        await Assert.ThrowsAsync<InboxException>(() => session.Stop());
    }

    [Test]
    public async Task Stop_throws_what_went_wrong()
    {
        await using var server = await TestServers.Start((_, _) => default, TestServers.Options(new Unclosable()));

        var error = await Assert.ThrowsAsync<InboxException>(() => server.Stop().WaitAsync(TestServers.Guard));

        Assert.That(error!.Message, Is.EqualTo(Fault));
        Assert.That(server.Completion.IsFaulted, Is.True);
    }

    private sealed class Unclosable : UpdateInbox
    {
        public override async ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default) =>
            new Engine(await InMemory().Open(context, cancellationToken));
    }

    private sealed class Engine(IUpdateInbox inner) : ForwardingInbox(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InboxException(Fault);
        }
    }
}
