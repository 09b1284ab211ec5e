using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>From the request to the receiver: endpoint, intake, and delivery where there is an inbox.</summary>
internal sealed class WebhookPipeline : IAsyncDisposable
{
    private readonly IUpdateIntake _intake;
    private readonly UpdateDelivery? _delivery;

    private WebhookPipeline(
        WebhookEndpoint endpoint, IUpdateIntake intake, ErrorReporter errors, UpdateDelivery? delivery)
    {
        _delivery = delivery;
        Endpoint = endpoint;
        Errors = errors;
        Inbox = delivery?.Inbox;
        _intake = intake;
    }

    public WebhookEndpoint Endpoint { get; }

    public ErrorReporter Errors { get; }

    /// <summary>The open inbox; null with <see cref="UpdateInbox.None"/>.</summary>
    public IUpdateInbox? Inbox { get; }

    /// <summary>Opens the inbox, if there is one; nothing is delivered yet.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <param name="name">What a default inbox is named after.</param>
    /// <param name="registration">What Telegram is told; its secret token is what updates must bring.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="WebhookStartException">The inbox cannot be opened.</exception>
    public static async Task<WebhookPipeline> Open(
        WebhookPipelineSettings settings, string name, WebhookRegistration? registration, CancellationToken cancellationToken)
    {
        var logger = settings.LoggerFactory.CreateLogger(WebhookLog.Category);
        var errors = new ErrorReporter(
            settings.OnError, settings.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Delivery"));
        if (settings.Inbox == UpdateInbox.None)
        {
            var direct = new DirectIntake(
                Delivery(settings, name, errors), settings.MediaGroupsDebounce, logger,
                maxHeldBytes: settings.MaxBytesInFlight);
            return new WebhookPipeline(EndpointOf(settings, registration, direct, logger), direct, errors, null);
        }

        var delivery = await OpenDelivery(
            settings, name, registration, errors, cancellationToken).ConfigureAwait(false);
        var intake = new InboxIntake(delivery, errors);
        return new WebhookPipeline(EndpointOf(settings, registration, intake, logger), intake, errors, delivery);
    }

    /// <summary>Why the last update was not kept; null when it was.</summary>
    public string? Refusal => _delivery?.Refusal;

    /// <summary>What is being handled now, the longest first.</summary>
    public IReadOnlyList<RunningUpdate> Running => _intake.Running;

    /// <summary>Begins to hand updates to the receiver.</summary>
    public void Start() => _intake.Start();

    /// <summary>Refuses new updates, then lets handlers finish or cancels them.</summary>
    public Task Drain(DrainTime time, CancellationToken endAtOnce)
    {
        Endpoint.Drain();
        return _intake.Drain(time, endAtOnce);
    }

    public ValueTask DisposeAsync() => _intake.DisposeAsync();

    private static DeliverySettings Delivery(WebhookPipelineSettings settings, string name, ErrorReporter errors) => new()
    {
        Receiver = settings.Receiver,
        Options = settings.Delivery,
        BotId = settings.Bot?.Id,
        Name = name,
        Errors = errors,
        Time = settings.Time,
        Loggers = settings.LoggerFactory,
    };

    private static WebhookEndpoint EndpointOf(
        WebhookPipelineSettings settings, WebhookRegistration? registration, IUpdateIntake intake,
        ILogger logger) => new(
        new WebhookRequestVerifier(
            registration?.SecretToken ?? settings.SecretToken, settings.AllowedNetworks, settings.MaxBodyBytes),
        new BodyBudget(settings.MaxBytesInFlight),
        intake,
        settings.Refusals,
        logger);

    private static async Task<UpdateDelivery> OpenDelivery(
        WebhookPipelineSettings settings, string name, WebhookRegistration? registration, ErrorReporter errors, CancellationToken cancellationToken)
    {
        var context = new InboxContext
        {
            BotId = settings.Bot?.Id,
            Name = name,
            Concurrency = settings.Delivery.MaxConcurrency,
            Lanes = settings.Delivery.Lanes,
            LongestWait = settings.Delivery.LongestWait,
            DropPending = registration?.Request.DropPendingUpdates == true,
            MediaGroupsDebounce = settings.MediaGroupsDebounce,
            OnFailing = errors.ReportStore,
            OnFault = errors.ReportFault,
            TimeProvider = settings.Time,
            LoggerFactory = settings.LoggerFactory,
        };
        try
        {
            var inbox = await ExpiringInbox.Open(
                settings.Inbox ?? UpdateInbox.Sqlite(), context, settings.Delivery.KeepExpiredQueries,
                cancellationToken).ConfigureAwait(false);
            return new InboxDelivery(inbox, Delivery(settings, name, errors));
        }
        catch (InboxException e)
        {
            throw new WebhookStartException(e.Message, e);
        }
    }
}
