namespace Telegram.Webhooks.Runtime;

/// <summary>What to ask OpenTelemetry, or any other listener of the framework's metrics and traces, for.</summary>
/// <remarks>
/// Metrics and spans are always there, and cost nothing while nobody listens. docs/telemetry.md lists them. None of
/// them holds a token, a secret or what people write. The AppContext switch <c>Telegram.Webhooks.Runtime.Telemetry</c>,
/// set to false, leaves them out altogether.
/// </remarks>
public static class TelegramTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Telegram.Webhooks.Runtime";
}
