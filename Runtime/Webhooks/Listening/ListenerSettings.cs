using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What one server asks of the listener that it has alone or shares with others.</summary>
internal sealed class ListenerSettings
{
    public required WebhookTarget Target { get; init; }

    public required WebhookServerOptions Options { get; init; }

    /// <summary>Where its updates are posted; null when that could not be read, and the start fails.</summary>
    public required WebhookPath? Path { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>Gets renewed key files that cannot be used.</summary>
    public required Action<Exception> OnCertificateFailure { get; init; }
}
