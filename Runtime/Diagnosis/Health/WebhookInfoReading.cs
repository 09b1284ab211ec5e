namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What was found in what Telegram said of a webhook.</summary>
internal sealed record WebhookInfoReading(IReadOnlyList<WebhookFinding> Findings);
