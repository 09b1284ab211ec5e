using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>An inbox that cannot record what becomes of updates is heard of, though nothing waits for it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StoreOutageTests
{
    private readonly Channel<WebhookException> _errors = Channel.CreateUnbounded<WebhookException>();
    private readonly Engine _engine = new();

    [Test]
    public async Task A_server_tells_onError()
    {
        await using var server = await TestServers.Start(
            (_, _) => default, TestServers.Options(_engine), error => _errors.Writer.TryWrite(error));

        _engine.Fail();

        await AssertTold();
    }

    [Test]
    public async Task Long_polling_tells_OnError()
    {
        using var telegram = new MockTelegram();
        telegram.Hangs();
        using var bot = telegram.Bot();
        await using var session = await bot.LongPolling(
            (_, _) => default, new LongPollingOptions { DeleteWebhook = false, Inbox = _engine, OnError = error => _errors.Writer.TryWrite(error) });

        _engine.Fail();

        await AssertTold();
    }

    [Test]
    public async Task The_inbox_does_not_wait_for_a_slow_callback()
    {
        using var returned = new ManualResetEventSlim();
        var inTime = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServers.Start(
            (_, _) => default, TestServers.Options(_engine), _ => inTime.TrySetResult(returned.Wait(RealTime.Patience)));

        _engine.Fail();
        returned.Set();

        Assert.That(await inTime.Task.WaitAsync(TestServers.Guard), Is.True,
            "the inbox went on while the callback ran");
    }

    [Test]
    public async Task A_disk_that_fails_while_a_handler_runs_is_told_when_the_handler_is_done()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Redirects a file descriptor, which is done for Linux only.");
        using var directory = new TemporaryDirectory();
        var path = directory.File("inbox.db");
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServers.Start(
            async (_, _) =>
            {
                entered.TrySetResult();
                await gate.Task;
            },
            TestServers.Options(UpdateInbox.Sqlite(path)),
            error => _errors.Writer.TryWrite(error));
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await entered.Task.WaitAsync(TestServers.Guard);

        using (FaultyFile.Full(path + "-wal"))
        {
            gate.SetResult();
            var error = await _errors.Reader.ReadAsync().AsTask().WaitAsync(TestServers.Guard);
            Assert.That(error.Stage, Is.EqualTo(WebhookStage.Storing));
            Assert.That(error.Message, Does.Contain(path).And.Contain("handled again if the process ends"));
        }
    }

    private async Task AssertTold()
    {
        var error = await _errors.Reader.ReadAsync().AsTask().WaitAsync(TestServers.Guard);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((error.Stage, error.Outcome, error.UpdateId),
                Is.EqualTo((WebhookStage.Storing, WebhookErrorOutcome.None, (long?)null)));
            Assert.That(error.Message, Does.Contain("the disk is gone").And.Contain("no more of them are handed out"));
            Assert.That(error.InnerException, Is.InstanceOf<InboxException>());
        }
    }

    /// <summary>Somebody's own engine; what it keeps is in memory.</summary>
    private sealed class Engine : UpdateInbox
    {
        private InboxContext? _context;

        public override ValueTask<IUpdateInbox> Open(
            InboxContext context, CancellationToken cancellationToken = default)
        {
            _context = context;
            return InMemory().Open(context, cancellationToken);
        }

        public void Fail() => _context!.OnFailing!(new InboxException("the disk is gone"));
    }
}
