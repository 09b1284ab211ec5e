using System.Collections.Concurrent;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// A program that blocks on a task under a synchronization context with one thread, as a desktop program's: whatever
/// comes back to that thread waits for ever.
/// </summary>
public sealed class BlockingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TelegramSandbox _telegram = null!;

    [SetUp]
    public async Task Start() => _telegram = await TelegramSandbox.Start();

    [TearDown]
    public async Task Stop() => await _telegram.DisposeAsync();

    [Test]
    public async Task Calls_of_the_client_can_be_blocked_on() => await UnderOneThread(block =>
    {
        using var bot = Bot();
        block(bot.GetMe());
        block(bot.Call("getMe"));
        block(bot.DeleteWebhook());
        using var limited = Bot(new TelegramLimits());
        block(limited.GetMe());
    });

    [Test]
    public async Task An_upload_and_a_download_can_be_blocked_on()
    {
        var ada = _telegram.User("Ada");
        await ada.Says("hi");

        await UnderOneThread(block =>
        {
            using var bot = Bot(new TelegramLimits());
            using var destination = new MemoryStream();
            block(bot.RetrieveAccumulatedUpdates(async (update, token) =>
            {
                var sent = await bot.SendDocument(update.Message!.Chat.Id, Encoding.UTF8.GetBytes("content").ToInputFile("a.txt"), cancellationToken: token).ConfigureAwait(false);
                await bot.DownloadFileById(sent.Document!.FileId, destination, token).ConfigureAwait(false);
            }));
            Assert.That(Encoding.UTF8.GetString(destination.ToArray()), Is.EqualTo("content"));
        });
    }

    [Test]
    public async Task Long_polling_can_be_started_and_stopped_blocking() => await UnderOneThread(block =>
    {
        using var bot = Bot();
        LongPollingSession? session = null;
        block(Take(bot.LongPolling((_, _) => default, new LongPollingOptions { Inbox = UpdateInbox.InMemory() }), started => session = started));
        block(session!.Stop());
        block(session.DisposeAsync().AsTask());
    });

    [Test]
    public async Task A_webhook_can_be_started_and_stopped_blocking() => await UnderOneThread(block =>
    {
        using var bot = Bot();
        WebhookServer? server = null;
        block(Take(
            bot.SetWebhookInfoAndStartListenWebhooks(
                0, "127.0.0.1", "hook", new SetWebhook("http://127.0.0.1:8443/hook"), null, null, (_, _) => default,
                new WebhookServerOptions { Inbox = UpdateInbox.InMemory() }),
            started => server = started));
        block(server!.Stop());
        block(server.DisposeAsync().AsTask());
    });

    [Test]
    public async Task A_server_with_an_inbox_on_the_disk_can_be_waited_for_blocking()
    {
        using var directory = new TemporaryDirectory();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _telegram.User("Ada").Says("hi");
        await UnderOneThread(block =>
        {
            using var bot = Bot();
            using var stop = new CancellationTokenSource();
            LongPollingSession? session = null;
            block(Take(
                bot.LongPolling(
                    async (_, token) =>
                    {
                        // What a handler waits for comes back to no context either.
                        await bot.GetMe(token);
                        handled.SetResult();
                    },
                    new LongPollingOptions { Inbox = UpdateInbox.Sqlite(directory.File("inbox.db")) }),
                started => session = started));
            block(handled.Task);
            var ended = session!.WaitForShutdown(stop.Token);
            stop.Cancel();
            block(ended);
            block(session.DisposeAsync().AsTask());
        });
    }

    [Test]
    public async Task The_local_Telegram_can_be_used_blocking() => await UnderOneThread(block =>
    {
        TelegramSandbox? telegram = null;
        block(Take(TelegramSandbox.Start(), started => telegram = started));
        var ada = telegram!.User("Ada");
        block(ada.Says("hi"));
        using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
        block(bot.RetrieveAccumulatedUpdates((update, token) => new ValueTask(bot.SendMessage(update.Message!.Chat.Id, "answer", cancellationToken: token))));
        block(ada.Hears("answer"));
        block(telegram.DisposeAsync().AsTask());
    });

    private TelegramBot Bot(TelegramLimits? limits = null) =>
        new(_telegram.Token, new TelegramBotOptions { BaseUrl = _telegram.BaseUrl, Limits = limits });

    private static async Task Take<T>(Task<T> task, Action<T> take) => take(await task.ConfigureAwait(false));

    /// <summary>Runs a program on a thread of its own whose context runs nothing while it is blocked.</summary>
    private static async Task UnderOneThread(Action<Action<Task>> program)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var context = new OneThread();
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                program(task => Block(task, context));
                ended.SetResult();
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        await ended.Task;
    }

    private static void Block(Task task, OneThread context)
    {
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Patience))
            throw new AssertionException(
                $"Nobody ends it; what waits for the blocked thread:\n{string.Join('\n', context.Posted)}");
        if (task.Exception is { } error)
            throw error;
    }

    /// <summary>Keeps what is to run on its thread, which is blocked for as long as it matters.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        private readonly ConcurrentQueue<string> _posted = new();

        public IReadOnlyCollection<string> Posted => _posted;

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue($"{state}");

        public override SynchronizationContext CreateCopy() => this;
    }
}
