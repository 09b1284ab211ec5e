namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>How sure a finding is.</summary>
public enum FindingCertainty
{
    /// <summary>Telegram says so itself, or it was seen and cannot look different from where Telegram is.</summary>
    Certain,

    /// <summary>It was seen from this machine; from where Telegram is, the network may look different.</summary>
    Likely,
}
