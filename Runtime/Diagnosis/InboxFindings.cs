namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>What the state of an inbox means.</summary>
internal static class InboxFindings
{
    private static readonly TimeSpan OldBacklog = TimeSpan.FromMinutes(10);

    /// <summary>It takes no updates, or cannot record what becomes of them.</summary>
    public static void Unavailable(string reason, FindingList findings) => findings.Add(
        "inbox.unavailable", FindingSeverity.Error, "The inbox cannot record.",
        "Telegram is answered 503 and keeps the updates for up to 24 hours; what is handled meanwhile may be handled again.",
        "Look at what was seen: room on the disk, the file, the database. It goes on by itself as soon as it can.",
        reason);

    /// <summary>Updates wait here.</summary>
    public static void JudgeBacklog(long pending, TimeSpan? oldest, FindingList findings)
    {
        if (oldest is not { } age || age < OldBacklog)
            return;
        findings.Add("inbox.backlog", FindingSeverity.Warning,
            $"{pending} updates are not done, and the oldest came in {(int)age.TotalMinutes} minutes ago.",
            "Handlers are slower than what comes in, one of them hangs, or one chat's update is retried again and again.",
            "Look at what is being handled (server.Inbox.Running) and at onError; raise MaxConcurrency if handlers wait for others, set HandlerTimeout if they hang.");
    }

    /// <summary>Updates were given up.</summary>
    public static void JudgeDead(long dead, long fresh, FindingList findings)
    {
        if (fresh <= 0)
            return;
        findings.Add("inbox.dead-letters", FindingSeverity.Warning,
            $"{fresh} updates were given up within the last hour; {dead} dead letters are kept.",
            "Their handler failed at every attempt, or they cannot be decoded.",
            "Read them (server.Inbox.DeadLetters), fix the cause, and replay or purge them.");
    }
}
