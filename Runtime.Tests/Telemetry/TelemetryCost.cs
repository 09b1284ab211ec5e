using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>
/// Accepts and handles updates, and calls the bot, with nothing in between that takes another thread, and prints how
/// many bytes of this thread that takes. In a process of its own: telemetry is the process's, and other tests listen.
/// </summary>
internal static class TelemetryCost
{
    private const int Updates = 100;
    private const int Rounds = 30;

    /// <param name="listening">"off": without telemetry at all; "unheard": nobody listens; "heard": somebody
    /// does.</param>
    public static int Run(string listening)
    {
        AppContext.SetSwitch(RuntimeTelemetry.Switch, listening != "off");
        using var meters = listening == "heard" ? Hear() : null;
        using var spans = listening == "heard" ? HearSpans() : null;
        using var http = new HttpClient(new InstantTelegram());
        using var bot = new TelegramBot(MockTelegram.Token, new TelegramBotOptions { HttpClient = http });
        var settings = new DeliverySettings
        {
            Receiver = (_, _) => default,
            Options = new DeliveryOptions(),
            BotId = bot.Id,
            Name = "cost",
            Errors = new ErrorReporter(null, NullLogger.Instance),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };
        var inbox = new InstantInbox();
        var delivery = new InboxDelivery(inbox, settings);
        using var watch = new HandlerWatch(null, TimeProvider.System, NullLogger.Instance);
        var errors = settings.Errors;
        var handler = new ClaimHandler(
            settings, new ReceiverRun(settings, watch, NullLogger.Instance),
            new FailurePolicy(settings.Options, new Backoff(settings.Options, new Random(1)), errors),
            new ClaimTransitions(inbox, errors, TimeProvider.System, NullLogger.Instance), NullLogger.Instance);

        var envelope = TestUpdates.Message(1, chat: 5);
        var stored = new StoredUpdate { Id = 1, UpdateId = 1, Kind = "message", Body = envelope.Body, ReceivedAt = TimeProvider.System.GetUtcNow() };
        Print("accept", Least(() => IsDone(delivery.Accept(envelope, CancellationToken.None))));
        Print("accept-batch", Least(() => IsDone(delivery.Accept([envelope], CancellationToken.None))));
        Print("handle", Least(() => IsDone(handler.Handle(new ScriptedClaim(stored), CancellationToken.None))));
        Print("call", Least(() => bot.SendMessage(5, "hi").IsCompletedSuccessfully));
        return 0;
    }

    private static bool IsDone(ValueTask task) => task.IsCompletedSuccessfully;

    private static bool IsDone<T>(ValueTask<T> task) => task.IsCompletedSuccessfully;

    private static MeterListener Hear()
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static ActivityListener HearSpans()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelegramTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>What one takes when nothing is made for the first time.</summary>
    private static long Least(Func<bool> one)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Updates; i++)
            {
                if (!one()) throw new InvalidOperationException("It took another thread.");
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Updates);
        }

        return least;
    }

    private static void Print(string what, long bytes) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {bytes}"));

    /// <summary>Answers at once, on the thread that asks.</summary>
    private sealed class InstantTelegram : HttpMessageHandler
    {
        private static readonly byte[] Answer = """{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"}}}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Answer) });
    }

    /// <summary>Keeps nothing, and says that it does.</summary>
    private sealed class InstantInbox : StandInInbox, IUpdateInbox
    {
        private static readonly IReadOnlyList<AppendResult> One = [AppendResult.Appended];

        public override ValueTask<IReadOnlyList<AppendResult>> Append(
            IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default) => new(One);

        public ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default) =>
            new(AppendResult.Appended);

        public override ValueTask<bool> Complete(UpdateClaim claim) => new(true);

        public override ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) => new(true);

        public override ValueTask<bool> Bury(UpdateClaim claim, string error) => new(true);
    }
}
