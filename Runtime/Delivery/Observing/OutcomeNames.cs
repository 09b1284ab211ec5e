namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Outcomes as tags of metrics and spans; docs/telemetry.md lists them.</summary>
internal static class OutcomeNames
{
    public static string Of(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Accepted => "accepted",
        AcceptOutcome.Duplicate => "duplicate",
        AcceptOutcome.Undecodable => "undecodable",
        AcceptOutcome.Failed => "failed",
        _ => "unavailable",
    };

    public static string Of(HandleOutcome outcome) => outcome switch
    {
        HandleOutcome.Completed => "completed",
        HandleOutcome.Retried => "retried",
        HandleOutcome.Buried => "buried",
        HandleOutcome.Dropped => "dropped",
        HandleOutcome.Interrupted => "interrupted",
        _ => "lost",
    };
}
