using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>Delivery from an inbox in memory, with a clock and a receiver that the test moves.</summary>
public abstract class DeliveryFixture
{
    protected static readonly TimeSpan Patience = RealTime.Patience;

    private protected FakeTimeProvider Time { get; private set; } = null!;

    private protected RecordingLoggers Log { get; private set; } = null!;

    private protected InboxDelivery Delivery { get; private set; } = null!;

    private protected Channel<Update> Handled { get; private set; } = null!;

    private protected Channel<WebhookException> Errors { get; private set; } = null!;

    private protected ConcurrentDictionary<long, Func<CancellationToken, Task>> Behaviours { get; private set; } = null!;

    [SetUp]
    public async Task StartDelivery()
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Handled = Channel.CreateUnbounded<Update>();
        Errors = Channel.CreateUnbounded<WebhookException>();
        Behaviours = new();
        Log = new RecordingLoggers();
        await Restart(new DeliveryOptions());
    }

    [TearDown]
    public async Task StopDelivery()
    {
        // Bounded: a handler that a failed test has left waiting would hold up the whole run, for nobody moves the
        // clock any more.
        await Delivery.Stop(TimeSpan.Zero).WaitAsync(Patience);
        await Delivery.DisposeAsync();
        Log.Dispose();
    }

    private protected async Task Restart(DeliveryOptions options)
    {
        if (Delivery is not null) await Delivery.DisposeAsync();
        var inbox = await UpdateInbox.InMemory().Open(
            new InboxContext { Name = "test", TimeProvider = Time, LongestWait = options.LongestWait });
        Delivery = Deliver(inbox, options);
        Delivery.Start();
    }

    /// <summary>
    /// Delivery from this inbox to the test's receiver, with the test's clock, log and <c>onError</c>.
    /// </summary>
    private protected InboxDelivery Deliver(
        IUpdateInbox inbox, DeliveryOptions? options = null, UpdateReceiver? receiver = null, Action<WebhookException>? onError = null)
    {
        var settings = new DeliverySettings
        {
            Receiver = receiver ?? Receive,
            Options = options ?? new DeliveryOptions(),
            BotId = null,
            Errors = new ErrorReporter(onError ?? (error => Errors.Writer.TryWrite(error)), Log),
            Time = Time,
            Loggers = Log,
            Random = new Random(1),
        };
        return new InboxDelivery(inbox, settings);
    }

    /// <summary>What the receiver does with this update, after it was noted as handled.</summary>
    private protected void When(long updateId, Func<CancellationToken, Task> behaviour) =>
        Behaviours[updateId] = behaviour;

    private protected async Task<Update> NextHandled() => await Handled.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private protected async Task<WebhookException> NextError() =>
        await Errors.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private protected async Task Accept(UpdateEnvelope update) =>
        Assert.That(await Delivery.Accept(update, CancellationToken.None), Is.EqualTo(AcceptOutcome.Accepted));

    private async ValueTask Receive(Update update, CancellationToken cancellationToken)
    {
        Handled.Writer.TryWrite(update);
        if (Behaviours.TryGetValue(update.UpdateId, out var behaviour)) await behaviour(cancellationToken);
    }
}
