namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// One thing that an examination of a webhook found. Immutable. No text of it shows a bot token, a secret token or the
/// path of the webhook.
/// </summary>
public sealed class WebhookFinding
{
    /// <summary>
    /// A stable name for programs and alerts, such as <c>dns.private-address</c>. docs/doctor.md lists all of them.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>How sure it is. Default <see cref="FindingCertainty.Certain"/>.</summary>
    public FindingCertainty Certainty { get; init; }

    /// <summary>What is the case.</summary>
    public required string What { get; init; }

    /// <summary>Why it is so, or why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>What to do about it.</summary>
    public required string WhatToDo { get; init; }

    /// <summary>What was seen, in the words of who said it; null when <see cref="What"/> says it all.</summary>
    public string? Evidence { get; init; }

    /// <summary>What, why and what to do, as one paragraph.</summary>
    public string Text => $"{What} {Why} {WhatToDo}";

    /// <summary>Everything, on one line.</summary>
    public override string ToString() =>
        $"{Severity} {Id}{(Certainty == FindingCertainty.Likely ? " (likely)" : "")}: {Text}{(Evidence is null ? "" : $" Seen: {Evidence}")}";
}
