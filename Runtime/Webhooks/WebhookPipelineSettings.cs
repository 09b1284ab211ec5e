using Microsoft.Extensions.Logging;
using System.Net;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What a pipeline is made of, for a server and for a route alike.</summary>
/// <remarks>Not a record: it holds the secret token.</remarks>
internal sealed class WebhookPipelineSettings
{
    public required UpdateReceiver Receiver { get; init; }

    public required Action<WebhookException>? OnError { get; init; }

    public required UpdateInbox Inbox { get; init; }

    /// <summary>What a default inbox file is named after.</summary>
    public required string Name { get; init; }

    public long? BotId { get; init; }

    /// <summary>Whether the inbox drops what earlier runs left pending, as Telegram drops its own.</summary>
    public bool DropPending { get; init; }

    public string? SecretToken { get; init; }

    public IReadOnlyList<IPNetwork>? AllowedNetworks { get; init; }

    public required int MaxBodyBytes { get; init; }

    public required long MaxBytesInFlight { get; init; }

    /// <summary>Where refusals are counted. The pipeline does not dispose it.</summary>
    public required RefusalSummary Refusals { get; init; }

    public required TimeSpan? MediaGroupsDebounce { get; init; }

    public required DeliveryOptions Delivery { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }
}
