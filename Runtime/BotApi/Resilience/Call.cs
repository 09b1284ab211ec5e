using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>One call over all its attempts.</summary>
/// <param name="methodName">The method.</param>
/// <param name="target">Whose call it is, and where it goes.</param>
/// <param name="isSafeToRepeat">Whether executing it twice does what executing it once does.</param>
/// <param name="canStartOver">Whether everything to upload can be read once more.</param>
/// <param name="startedAt">The clock's timestamp at its start.</param>
internal sealed class Call(string methodName, CallTarget target, bool isSafeToRepeat, bool canStartOver, long startedAt)
{
    public CallTarget Target => target;

    public string MethodName => methodName;

    /// <summary>Whether executing the call twice does what executing it once does.</summary>
    public bool IsSafeToRepeat => isSafeToRepeat;

    /// <summary>
    /// Whether everything to upload can be read once more, or what was downloaded can be written over.
    /// </summary>
    public bool CanStartOver { get; set; } = canStartOver;

    /// <summary>How many attempts were begun.</summary>
    public int Attempts { get; set; }

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(startedAt);
}
