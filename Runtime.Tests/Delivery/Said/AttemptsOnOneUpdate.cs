using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said;

/// <summary>One update that is tried as often as the test likes; what its attempts have said stays with it.</summary>
internal sealed class AttemptsOnOneUpdate : IDisposable
{
    private readonly DeliveryOptions _options;
    private readonly HandlerWatch _watch;
    private readonly ReceiverRun _run;

    /// <param name="options">How; null for the defaults.</param>
    /// <param name="botId">The bot whose update it is; null for one that is not known.</param>
    /// <param name="loggers">Where is logged.</param>
    public AttemptsOnOneUpdate(
        DeliveryOptions? options = null, long? botId = MockTelegram.BotId, ILoggerFactory? loggers = null)
    {
        _options = options ?? new DeliveryOptions();
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("delivery");
        _watch = new HandlerWatch(null, TimeProvider.System, logger);
        _run = new ReceiverRun(
            new DeliverySettings
            {
                Receiver = (_, _) => default,
                Options = _options,
                BotId = botId,
                Errors = new ErrorReporter(null, logger),
                Time = TimeProvider.System,
                Loggers = loggers ?? NullLoggerFactory.Instance,
            },
            _watch,
            logger);
    }

    public SaidCalls Said { get; private set; } = new();

    public int Number { get; private set; }

    public static StoredUpdate Update { get; } = new()
    {
        Id = 1,
        UpdateId = 77,
        Kind = "message",
        Body = TestUpdates.Message(77, chat: 5).Body,
        ReceivedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    /// <summary>The next attempt. What the handler throws comes through.</summary>
    public async Task Next(Func<Task> handler) => await _run.Run(
        Update, Types.Update.Parse(Update.Body.Span), Said, ++Number, Number == _options.MaxAttempts,
        async _ =>
        {
            await handler();
            return true;
        },
        CancellationToken.None);

    /// <summary>The same through a filter's receiver, as delivery calls it.</summary>
    public Task Next(UpdateReceiver receiver) =>
        Next(async () => await receiver(Types.Update.Parse(Update.Body.Span), CancellationToken.None));

    /// <summary>An attempt that says what it says and fails then.</summary>
    public async Task Fails(Func<Task> handler) => Assert.That(
        async () => await Next(async () =>
        {
            await handler();
            throw new InvalidOperationException("after all that");
        }),
        Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo("after all that"));

    /// <summary>The process ends and another one goes on.</summary>
    public void Reopen() => Said = SaidCalls.Load(Said.Save());

    public void Dispose() => _watch.Dispose();
}
