using System.Globalization;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What a log line says has happened to an update, and what happens next; the reason follows it.</summary>
internal static class FailureSentence
{
    /// <returns>A sentence; empty where no update is concerned and the reason says it all.</returns>
    public static string Of(WebhookException error)
    {
        var attempt = error.Attempt > 0
            ? string.Create(CultureInfo.InvariantCulture, $" at attempt {error.Attempt}")
            : "";
        // Of a body that cannot be decoded, or of a whole request, the number is not known.
        var update = error.UpdateId is { } id
            ? string.Create(CultureInfo.InvariantCulture, $"Update {id}")
            : "An update";
        return (error.UpdateId, error.Outcome) switch
        {
            (_, WebhookErrorOutcome.Retried) => $"{update} failed{attempt}; it is tried again{At(error.RetryAt)}.",
            (_, WebhookErrorOutcome.Buried) when error.Attempt > 0 => $"{update} failed{attempt} and is a dead letter now.",
            (_, WebhookErrorOutcome.Buried) => $"{update} is a dead letter now.",
            (_, WebhookErrorOutcome.Dropped) => $"{update} failed{attempt} and is dropped.",
            (_, WebhookErrorOutcome.SentAgainByTelegram) when error.Attempt > 0 => $"{update} failed{attempt}; Telegram sends it again.",
            (_, WebhookErrorOutcome.SentAgainByTelegram) => $"{update} was not acknowledged; Telegram sends it again.",
            (null, _) => "",
            _ => string.Create(CultureInfo.InvariantCulture, $"About update {error.UpdateId}{attempt}:"),
        };
    }

    private static string At(DateTimeOffset? time) => time is { } known ? $" at {known.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}" : "";
}
