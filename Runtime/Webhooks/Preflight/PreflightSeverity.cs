namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>What a problem means for the call.</summary>
internal enum PreflightSeverity
{
    /// <summary>Worth a line in the log; the call goes on.</summary>
    Warning,

    /// <summary>Telegram would refuse the call, or could never deliver: the call must not be made.</summary>
    Error,
}
