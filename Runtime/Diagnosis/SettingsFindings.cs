using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// Compares how a webhook is set with what was asked for. Telegram takes many values without a word that it does not
/// use.
/// </summary>
internal static class SettingsFindings
{
    private const string CallAgain = "Start the server again; if the difference stays, another program with the same token sets it.";

    public static void Judge(WebhookInfo info, WebhookExpectation expected, FindingList findings)
    {
        JudgeAllowedUpdates(info.AllowedUpdates, expected.AllowedUpdates, findings);
        if (expected.MaxConnections is { } asked && info.MaxConnections is { } used && asked != used)
        {
            findings.Add("webhook.max-connections", FindingSeverity.Warning,
                $"Telegram uses up to {used} connections, not {asked}.",
                "It takes the nearest number that is allowed, or another program has set it.",
                "Ask for 1 to 100. " + CallAgain);
        }

        if (expected.IpAddress is { } address && info.IpAddress is { } known && address != known)
        {
            findings.Add("webhook.ip-address", FindingSeverity.Warning,
                $"Telegram delivers to {known}, not to the fixed address {address}.",
                "Another program has set the webhook without it.", CallAgain);
        }

        JudgeCertificate(info, expected, findings);
    }

    private static void JudgeCertificate(WebhookInfo info, WebhookExpectation expected, FindingList findings)
    {
        if (expected.HasUpload && !info.HasCustomCertificate)
        {
            findings.Add("webhook.certificate-missing", FindingSeverity.Error,
                "Telegram has no certificate of this webhook, although one was uploaded.",
                "Another program has set the webhook without it, so Telegram trusts public authorities alone.",
                CallAgain);
        }
        else if (!expected.HasUpload && info.HasCustomCertificate)
        {
            findings.Add("webhook.certificate-left", FindingSeverity.Warning,
                "Telegram has an uploaded certificate for this webhook, although none was meant to be.",
                "It trusts nothing else then: a certificate of a public authority is refused.",
                "Call bot.DeleteWebhook() and start the server again.");
        }
    }

    private static void JudgeAllowedUpdates(
        IReadOnlyList<UpdateType>? set, IReadOnlyList<UpdateType>? asked, FindingList findings)
    {
        if (asked is null)
        {
            if (set is { Count: > 0 })
            {
                findings.Add("webhook.allowed-updates-kept", FindingSeverity.Warning,
                    $"Telegram sends updates of these kinds only: {Names(set)}. "
                    + $"Of the kinds it sends by default these never come: {Names(UpdateKinds.MissingFrom(set))}.",
                    "An earlier program asked for that list, and it stays until another one is given; the receiver in use names none.",
                    "Give allowedUpdates in SetWebhook (an empty list is Telegram's default), or use a filter, which asks for what it handles.");
            }

            return;
        }

        // What is the default is not told.
        IReadOnlyList<UpdateType> wanted = asked.Count == 0 ? UpdateKinds.Default : asked;
        IReadOnlyList<UpdateType> coming = set is { Count: > 0 } ? set : UpdateKinds.Default;
        UpdateType[] missing = [.. wanted.Except(coming, UpdateKinds.ByName)];
        UpdateType[] surplus = [.. coming.Except(wanted, UpdateKinds.ByName)];
        if (missing.Length > 0)
        {
            findings.Add("webhook.allowed-updates-missing", FindingSeverity.Error,
                $"These kinds of update were asked for and do not come: {Names(missing)}. Telegram sends: {Names(coming)}.",
                "Another program with the same token has asked for others, or Telegram does not know these names.",
                CallAgain);
        }
        else if (surplus.Length > 0)
        {
            findings.Add("webhook.allowed-updates-surplus", FindingSeverity.Warning,
                $"These kinds of update come although they were not asked for: {Names(surplus)}. Asked for were: {Names(wanted)}.",
                "Another program with the same token has asked for them.", CallAgain);
        }
    }

    private static string Names(IEnumerable<UpdateType> kinds) =>
        string.Join(", ", kinds) is { Length: > 0 } names ? names : "none";
}
