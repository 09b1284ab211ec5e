using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Collects findings and removes secrets from all they say.</summary>
internal sealed class FindingList(Redaction redaction)
{
    private readonly List<WebhookFinding> _findings = [];

    public IReadOnlyList<WebhookFinding> All => _findings;

    public void Add(
        string id, FindingSeverity severity, string what, string why, string whatToDo, string? evidence = null,
        FindingCertainty certainty = FindingCertainty.Certain) =>
        _findings.Add(new WebhookFinding
        {
            Id = id,
            Severity = severity,
            Certainty = certainty,
            What = redaction.Clean(what),
            Why = redaction.Clean(why),
            WhatToDo = redaction.Clean(whatToDo),
            Evidence = evidence is null ? null : redaction.Quote(evidence),
        });

    /// <summary>What a row of a table says of something.</summary>
    public void Add(AdviceRow row, string what, string? evidence, FindingSeverity? severity = null,
        FindingCertainty certainty = FindingCertainty.Certain) =>
        Add(row.Id, severity ?? FindingSeverity.Error, what, row.Why, row.WhatToDo, evidence, certainty);
}
