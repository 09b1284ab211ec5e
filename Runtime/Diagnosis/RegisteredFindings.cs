using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Judges what Telegram says of a webhook: whose it is, how it is set, whether it can deliver, what waits. Pure: no
/// network.
/// </summary>
internal static class RegisteredFindings
{
    /// <summary>
    /// Telegram's next try comes after two minutes at the latest, so an error older than this is over.
    /// </summary>
    public static readonly TimeSpan StillFailing = TimeSpan.FromMinutes(3);

    private const int ServersLimit = 100_000;
    private const int DefaultConnections = 40;

    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    // Messages are kept for a day.
    private static readonly TimeSpan SoonLost = TimeSpan.FromHours(20);

    /// <param name="info">What Telegram says.</param>
    /// <param name="expected">What should be; null to judge the webhook as it is.</param>
    /// <param name="waitingSince">Since when something is known to have waited without a break; null when it is not
    /// known.</param>
    /// <param name="now">The time.</param>
    /// <param name="findings">Takes what is found.</param>
    public static void Judge(WebhookInfo info, WebhookExpectation? expected, DateTimeOffset? waitingSince,
        DateTimeOffset now, FindingList findings)
    {
        if (info.Url.Length == 0)
        {
            findings.Add("webhook.missing", FindingSeverity.Error, "No webhook is set for this bot.",
                expected is null
                    ? "Telegram keeps its updates for up to 24 hours."
                    : "Another program has called deleteWebhook, for instance by long polling with the same token, or Telegram has deleted it after a day of '410 Gone'. Telegram keeps the updates for up to 24 hours.",
                "Stop the other program, or give it a bot of its own; then start the server again, which registers the webhook.");
            JudgeWaiting(info, waitingSince, now, isFailing: false, findings);
            return;
        }

        var isOurs = expected is null || IsSame(info.Url, expected.Url);
        if (!isOurs)
        {
            findings.Add("webhook.taken-over", FindingSeverity.Error,
                $"The webhook of this bot is {WebhookUrl.Masked(info.Url)}, not {WebhookUrl.Masked(expected!.Url)}.",
                "Another program has called setWebhook with the same token, and gets the updates now.",
                "Stop the other program, or give it a bot of its own; then start this server again. If you do not know the program, revoke the token with @BotFather.");
        }
        else if (expected is not null)
        {
            SettingsFindings.Judge(info, expected, findings);
        }

        var isFailing = JudgeLastError(info, isOurs ? expected?.Since : null, now, findings);
        JudgeWaiting(info, waitingSince, now, isFailing, findings);
        JudgeDropped(info, expected, isOurs && !isFailing, findings);
        if (info.LastSynchronizationErrorDate is { } at && now - at < StillFailing)
        {
            findings.Add("telegram.synchronization", FindingSeverity.Information,
                $"Telegram had trouble with its own servers at {at:u}.",
                "Updates may come late. Nothing here is wrong.", "Wait.");
        }
    }

    /// <summary>
    /// Whether something waits and is not just on its way: as many as there are connections may be, at any moment.
    /// </summary>
    public static bool IsWaiting(WebhookInfo info, DateTimeOffset now) =>
        info.PendingUpdateCount > (info.MaxConnections ?? DefaultConnections)
        || (info.PendingUpdateCount > 0 && info.LastErrorDate > now - StillFailing);

    private static bool JudgeLastError(
        WebhookInfo info, DateTimeOffset? since, DateTimeOffset now, FindingList findings)
    {
        // Telegram's times are whole seconds, and its errors stay until the webhook is set anew.
        if (info.LastErrorMessage is not { } error || info.LastErrorDate is not { } at || at < since?.AddSeconds(-1))
            return false;
        var isRecent = at > now - StillFailing;
        var isFailing = isRecent && info.PendingUpdateCount > 0;
        findings.Add(
            DeliveryAdvice.Of(error),
            $"Telegram could not deliver an update to {WebhookUrl.Masked(info.Url)} at {at:u}: {Line(error)}.",
            $"{error} at {at:u}, {info.PendingUpdateCount} waiting",
            isFailing ? FindingSeverity.Error : isRecent ? FindingSeverity.Warning : FindingSeverity.Information);
        return isFailing;
    }

    private static void JudgeWaiting(
        WebhookInfo info, DateTimeOffset? waitingSince, DateTimeOffset now, bool isFailing, FindingList findings)
    {
        if (info.PendingUpdateCount == 0)
            return;
        var since = IsWaiting(info, now) ? waitingSince : null;
        var age = now - since;
        var isLong = age > LongWait || info.PendingUpdateCount > ServersLimit / 10;
        var severity = age > SoonLost || info.PendingUpdateCount > ServersLimit * 9 / 10 ? FindingSeverity.Error
            : isLong && !isFailing ? FindingSeverity.Warning
            : FindingSeverity.Information;
        findings.Add("updates.waiting", severity,
            $"{info.PendingUpdateCount} updates wait at Telegram{(since is null ? "" : $", and some have since {since:u} or longer")}.",
            "Telegram counts those it is delivering right now, too; it drops updates after 24 hours and keeps 100,000 a bot at most.",
            severity == FindingSeverity.Information
                ? "Nothing, as long as the number goes down."
                : "Look at what else was found; if nothing was, at the load of the server and its inbox, or raise max_connections.");
    }

    private static void JudgeDropped(
        WebhookInfo info, WebhookExpectation? expected, bool isDelivering, FindingList findings)
    {
        if (expected is not { DropPendingUpdates: true } || !isDelivering
            || info.PendingUpdateCount <= (info.MaxConnections ?? DefaultConnections))
            return;
        findings.Add("webhook.not-dropped", FindingSeverity.Warning,
            $"Pending updates were to be dropped, and {info.PendingUpdateCount} are waiting.",
            "So many have come since, or Telegram has not dropped them.",
            "Call bot.DeleteWebhook(dropPendingUpdates: true) and start again, if they must not be handled.");
    }

    /// <summary>Whether two addresses are one for Telegram.</summary>
    private static bool IsSame(string left, string right)
    {
        var (a, b) = (TelegramUrl.Parse(left).Url, TelegramUrl.Parse(right).Url);
        return a is null || b is null
            ? left == right
            : (a.IsHttps, a.UserInfo, a.Host, a.Port, a.Target) == (b.IsHttps, b.UserInfo, b.Host, b.Port, b.Target);
    }

    private static string Line(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) is var line && line.Length <= 300 ? line : line[..300] + "…";
}
