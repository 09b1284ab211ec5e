namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>Updates come, but something is not as it was asked for, or will soon be wrong.</summary>
    Warning,

    /// <summary>Updates do not come, or not all of them.</summary>
    Error,
}
