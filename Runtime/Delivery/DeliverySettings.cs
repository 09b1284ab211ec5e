using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What delivery is made of, whatever source and inbox it stands between.</summary>
internal sealed class DeliverySettings
{
    public required UpdateReceiver Receiver { get; init; }

    public required DeliveryOptions Options { get; init; }

    /// <summary>The bot whose calls are noted; null when it is not known, and then those of every bot are.</summary>
    public required long? BotId { get; init; }

    public required ErrorReporter Errors { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>What the inbox is named after; null when nobody wants to know.</summary>
    public string? Name { get; init; }

    /// <summary>What is measured.</summary>
    public UpdateTelemetry Telemetry => field ??= new UpdateTelemetry(BotId, Options.TraceChatsAndUsers, Time);

    /// <summary>Where jitter comes from.</summary>
    public Random Random { get; init; } = Random.Shared;
}
