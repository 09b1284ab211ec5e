using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// What a health check looks at. Each is asked for anew: a start may be tried again, and a certificate renewed.
/// </summary>
internal sealed class HealthSubject
{
    /// <summary>Why it does not run; null while it does.</summary>
    public required Func<string?> NotRunning { get; init; }

    /// <summary>The open inbox; null where nothing is kept.</summary>
    public required Func<IUpdateInbox?> Inbox { get; init; }

    /// <summary>Why the last update was not kept; null when it was.</summary>
    public required Func<string?> Refusal { get; init; }

    /// <summary>Why updates cannot be fetched now; null when they can, and where they are not fetched.</summary>
    public Func<string?> Outage { get; init; } = () => null;

    /// <summary>What Telegram says of the webhook; null where there is none.</summary>
    public required Func<WebhookInfoReader?> Telegram { get; init; }

    /// <summary>The certificate that is served; null where none is.</summary>
    public required Func<ServerCertificate?> Certificate { get; init; }

    public required Redaction Redaction { get; init; }

    public required TimeProvider Time { get; init; }
}
