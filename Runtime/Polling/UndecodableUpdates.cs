using System.Security.Cryptography;
using System.Text.Json;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Decodes updates that no inbox keeps: what cannot be decoded is reported once and is lost, for Telegram would hand it
/// out for ever.
/// </summary>
internal sealed class UndecodableUpdates(ErrorReporter errors)
{
    /// <summary>The update, or null when it cannot be decoded, which is reported then.</summary>
    public Update? Decode(UpdateEnvelope envelope)
    {
        if (envelope.Fault is { } fault)
            return Report(envelope, fault, cause: null);
        try
        {
            return Update.Parse(envelope.Body.Span);
        }
        catch (JsonException error)
        {
            return Report(envelope, error.Message, error);
        }
    }

    /// <summary>What tells an update without a readable id from another.</summary>
    public static string Mark(UpdateEnvelope envelope) => Convert.ToBase64String(SHA256.HashData(envelope.Body.Span));

    private Update? Report(UpdateEnvelope envelope, string fault, Exception? cause)
    {
        errors.Report(new WebhookException(
            WebhookStage.Decoding, $"An update cannot be decoded and is passed over: {fault} With LongPolling it would be kept as a dead letter.", cause)
        {
            UpdateId = envelope.UpdateId,
        });
        return null;
    }
}
