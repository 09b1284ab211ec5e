namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What the state of long polling means.</summary>
internal static class PollingFindings
{
    /// <summary>
    /// Updates cannot be fetched at present. It is tried again for as long as it takes, so a restart would not help.
    /// </summary>
    public static void Failing(string reason, FindingList findings) => findings.Add(
        "polling.failing", FindingSeverity.Warning, "getUpdates fails.",
        "Updates wait at Telegram, which keeps them for up to 24 hours. They are asked for again, at least once a minute unless Telegram asks for a longer pause.",
        "Look at what was seen: the network, a proxy, another program that polls or has set a webhook with this token.",
        reason);
}
