using System.Net;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What a webhook is made of, for a server, a route and a hosted bot alike.</summary>
/// <remarks>Not a record: it holds the secret token.</remarks>
internal sealed class WebhookPipelineSettings
{
    public required UpdateReceiver Receiver { get; init; }

    public required Action<WebhookException>? OnError { get; init; }

    public required UpdateInbox? Inbox { get; init; }

    /// <summary>Whose updates they are; null when that is not known.</summary>
    public TelegramBot? Bot { get; init; }

    public required string? SecretToken { get; init; }

    public required IReadOnlyList<IPNetwork>? AllowedNetworks { get; init; }

    public required int MaxBodyBytes { get; init; }

    public required long MaxBytesInFlight { get; init; }

    /// <summary>Where refusals are counted. The pipeline does not dispose it.</summary>
    public required RefusalSummary Refusals { get; init; }

    public required TimeSpan? MediaGroupsDebounce { get; init; }

    public required DeliveryOptions Delivery { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>What a server is told.</summary>
    public static WebhookPipelineSettings Of(
        WebhookTarget target, WebhookServerOptions options, TelegramBot? bot, RefusalSummary refusals, TimeProvider time, ILoggerFactory loggers)
    {
        return new WebhookPipelineSettings
        {
            Receiver = target.Receiver,
            OnError = target.OnError,
            Inbox = options.Inbox,
            Bot = bot,
            SecretToken = options.SecretToken,
            AllowedNetworks = options.AllowedNetworks,
            MaxBodyBytes = options.MaxBodyBytes,
            MaxBytesInFlight = options.MaxBytesInFlight,
            Refusals = refusals,
            MediaGroupsDebounce = options.MediaGroupsDebounce,
            Delivery = Copy(options.Delivery),
            Time = time,
            LoggerFactory = loggers,
        };
    }

    /// <summary>What a route is told.</summary>
    public static WebhookPipelineSettings Of(
        UpdateReceiver receiver,
        Action<WebhookException>? onError,
        WebhookRouteOptions options,
        TelegramBot? bot,
        RefusalSummary refusals,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        return new WebhookPipelineSettings
        {
            Receiver = receiver,
            OnError = onError,
            Inbox = options.Inbox,
            Bot = bot,
            SecretToken = options.SecretToken,
            AllowedNetworks = options.AllowedNetworks,
            MaxBodyBytes = options.MaxBodyBytes,
            MaxBytesInFlight = options.MaxBytesInFlight,
            Refusals = refusals,
            MediaGroupsDebounce = options.MediaGroupsDebounce,
            Delivery = Copy(options.Delivery),
            Time = time,
            LoggerFactory = loggers,
        };
    }

    // The caller's may change while the webhook runs. A missing one is among the start's problems, and nothing comes of
    // it.
    private static DeliveryOptions Copy(DeliveryOptions? delivery) =>
        delivery is null ? new DeliveryOptions() : delivery with { };
}
