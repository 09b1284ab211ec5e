namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>What a failed <c>getUpdates</c> means, and whether to try again.</summary>
internal static class PollingFailure
{
    // Beyond that it is a mistake somewhere, and nobody looks after a bot that sleeps for days.
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromHours(1);

    /// <summary>Whether a webhook that is set is what Telegram refuses for.</summary>
    public static bool IsActiveWebhook(Exception error) =>
        error is ApiRequestException { ErrorCode: 409 } refused
        && refused.Description.Contains("webhook is active", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether trying again cannot help: the token is not one that Telegram knows, or the bot was logged out.
    /// </summary>
    public static bool IsFinal(Exception error) =>
        error is ApiRequestException { ErrorCode: 401 or 403 or 404 } or ObjectDisposedException;

    /// <summary>
    /// How long Telegram, or what stands in front of it, asks to wait, up to an hour; null when it asks for no wait.
    /// </summary>
    public static TimeSpan? AskedPause(Exception error)
    {
        var asked = error switch
        {
            ApiRequestException refused => refused.RetryAfter,
            BotApiResponseException strange => strange.RetryAfter,
            _ => null,
        };
        return asked > TimeSpan.Zero ? asked < LongestAskedPause ? asked : LongestAskedPause : null;
    }

    /// <summary>
    /// What stands in the way when Telegram hands out nothing but updates that it cannot be told to forget.
    /// </summary>
    public static Exception Standstill() => new InvalidDataException(
        "Telegram hands out an update that has no update_id that can be read, so it cannot be told to forget it. The update is kept as a dead letter; fetching goes on, with pauses, until a later update lets it be passed.");

    public static string Explain(Exception error) => error switch
    {
        ApiRequestException { ErrorCode: 409 } refused when refused.Description.Contains(
            "other getUpdates", StringComparison.OrdinalIgnoreCase) =>
            "Another program fetches this bot's updates too, and each takes them away from the other. Stop one of them, or give each its own bot.",
        ApiRequestException { ErrorCode: 409 } refused when refused.Description.Contains(
            "setWebhook", StringComparison.OrdinalIgnoreCase) =>
            "A webhook was set for this bot while it was polled, so its updates now go there. Delete the webhook, or stop polling.",
        ApiRequestException { ErrorCode: 409 } when IsActiveWebhook(error) =>
            "A webhook is set for this bot, and as long as there is one, Telegram hands out no updates otherwise. Delete it with bot.DeleteWebhook(), or leave LongPollingOptions.DeleteWebhook on.",
        ApiRequestException { ErrorCode: 403 } refused =>
            $"Telegram serves this bot no longer: {refused.Description}. Look after it with @BotFather.",
        ApiRequestException { ErrorCode: 401 or 404 } => "Telegram does not know the bot's token. Check it with @BotFather.",
        InvalidDataException standstill => standstill.Message,
        _ => $"The updates could not be fetched: {error.Message}",
    };
}
