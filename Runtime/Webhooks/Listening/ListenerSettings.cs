using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>How a listener listens.</summary>
internal sealed class ListenerSettings
{
    public required WebhookServerOptions Options { get; init; }

    /// <summary>Makes an endpoint speak TLS; null for plain HTTP.</summary>
    public required Action<ListenOptions>? UseTls { get; init; }

    public required RefusalSummary Refusals { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }
}
