using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The one call, with a real server, against the sandbox, whose clock only the test moves; the runtime's clock is the
/// system's.
/// </summary>
internal abstract class EndToEndTest : SandboxTest
{
    private TemporaryDirectory _folder = null!;
    private SemaphoreSlim _heardMore = null!;

    protected TelegramBot Client { get; private set; } = null!;

    protected SandboxUser Ada { get; private set; } = null!;

    /// <summary>The port the bot listens on.</summary>
    protected int Port { get; private set; }

    /// <summary>What <c>onError</c> was told.</summary>
    protected ConcurrentQueue<WebhookException> Errors { get; } = new();

    /// <summary>The texts that the receiver was handed, in that order.</summary>
    protected ConcurrentQueue<string> Heard { get; } = new();

    protected static IEnumerable<string> Inboxes => ["sqlite", "memory", "none"];

    [SetUp]
    public void Prepare()
    {
        _folder = new TemporaryDirectory();
        _heardMore = new SemaphoreSlim(0);
        Client = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        Ada = Telegram.User("Ada");
        Port = WebhookServerTests.FreePort();
        Errors.Clear();
        Heard.Clear();
    }

    [TearDown]
    public void CleanUp()
    {
        Client.Dispose();
        _heardMore.Dispose();
        _folder.Dispose();
    }

    protected override TelegramSandboxOptions Options() =>
        new() { TimeProvider = Time, Random = new Random(7), WaitTimeout = TestServers.Guard };

    protected UpdateInbox Inbox(string kind) => kind switch
    {
        "sqlite" => UpdateInbox.Sqlite(InboxFile),
        "memory" => UpdateInbox.InMemory(),
        _ => UpdateInbox.None,
    };

    protected string InboxFile => _folder.File("bot.db");

    protected string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>
    /// The one call. Registering takes a second of Telegram's clock, so that the next one is not too soon.
    /// </summary>
    /// <param name="receiver">The bot.</param>
    /// <param name="options">How; null for the SQLite inbox.</param>
    /// <param name="setWebhook">What is registered; null for <see cref="Url"/>.</param>
    /// <param name="key">For TLS; null for none.</param>
    protected async Task<WebhookServer> Listen(
        UpdateReceiver receiver, WebhookServerOptions? options = null, SetWebhook? setWebhook = null, WebhookPrivateKeyConfig? key = null)
    {
        var server = await Client.SetWebhookInfoAndStartListenWebhooks(
            Port, "127.0.0.1", "hook", setWebhook ?? new SetWebhook(Url), key, Errors.Enqueue, receiver,
            options ?? With("sqlite"));
        await Pass(TimeSpan.FromSeconds(1));
        return server;
    }

    protected WebhookServerOptions With(string inbox, TimeSpan? debounce = null, TimeProvider? time = null, TimeSpan? shutdownTimeout = null) =>
        With(Inbox(inbox), debounce, time, shutdownTimeout);

    protected static WebhookServerOptions With(UpdateInbox inbox, TimeSpan? debounce = null, TimeProvider? time = null, TimeSpan? shutdownTimeout = null) => new()
    {
        Inbox = inbox,
        LoggerFactory = NullLoggerFactory.Instance,
        TimeProvider = time,
        MediaGroupsDebounce = debounce ?? TimeSpan.FromMilliseconds(50),
        ShutdownTimeout = shutdownTimeout ?? TimeSpan.FromSeconds(20),
        Delivery = new DeliveryOptions { InitialBackoff = TimeSpan.FromMilliseconds(1) },
    };

    /// <summary>Notes that the receiver was handed this.</summary>
    protected void Hear(string text)
    {
        Heard.Enqueue(text);
        _heardMore.Release();
    }

    /// <summary>Waits until the receiver was handed so much.</summary>
    protected async Task HasHeard(int count)
    {
        while (Heard.Count < count)
            Assert.That(await _heardMore.WaitAsync(TestServers.Guard), Is.True, $"heard {string.Join(", ", Heard)}");
    }

    /// <summary>
    /// Moves the clock from retry to retry until the update is taken. A lost connection is opened anew after two
    /// seconds.
    /// </summary>
    /// <param name="attempt">The attempt to begin with, counted over all updates.</param>
    /// <returns>The attempt that was answered 200.</returns>
    protected async Task<int> UntilTaken(int attempt)
    {
        for (var last = attempt + 10; attempt < last; attempt++)
        {
            var made = (await Telegram.Deliveries(attempt))[attempt - 1];
            if (made.Status == 200)
                return attempt;
            await AfterAttempts(attempt, Math.Max(2, made.RetryIn!.Value.TotalSeconds));
        }

        throw new AssertionException("The update was not taken in ten attempts.");
    }

    /// <summary>Notes what was said and answers "heard …".</summary>
    protected async ValueTask Echo(Update update, CancellationToken cancellationToken)
    {
        Hear(update.Message!.Text!);
        await Client.SendMessage(
            update.Message.Chat.Id, "heard " + update.Message.Text, cancellationToken: cancellationToken);
    }

    /// <summary>An echo that tells when it has begun, and waits for leave to go on.</summary>
    protected UpdateReceiver EchoWhen(
        TaskCompletionSource released, TaskCompletionSource entered) => async (update, token) =>
    {
        entered.TrySetResult();
        await released.Task;
        await Echo(update, token);
    };

    /// <summary>The calls of this method, by whatever way they came, as the sandbox's wire log has them.</summary>
    /// <remarks>What a call says may be heard before the call has ended and is in the log.</remarks>
    protected async Task<IReadOnlyList<(string Method, string Origin)>> Calls(string method)
    {
        await Settle();
        var calls = Telegram.Parts.First.Log.Snapshot()
            .Where(entry => entry!["kind"]!.GetValue<string>() == "call" && entry["method"]!.GetValue<string>() == method);
        return [.. calls.Select(entry => (method, entry!["origin"]!.GetValue<string>()))];
    }

    protected static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
