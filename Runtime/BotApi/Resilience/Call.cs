namespace Telegram.Webhooks.Runtime.BotApi.Resilience;

/// <summary>One call over all its attempts.</summary>
internal sealed class Call(string methodName, bool isSafeToRepeat, bool canStartOver, long startedAt)
{
    public string MethodName => methodName;

    /// <summary>Whether executing the call twice does what executing it once does.</summary>
    public bool IsSafeToRepeat => isSafeToRepeat;

    /// <summary>Whether everything to upload can be read once more, or what was downloaded can be written over.</summary>
    public bool CanStartOver { get; set; } = canStartOver;

    /// <summary>How many attempts were begun.</summary>
    public int Attempts { get; set; }

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(startedAt);
}
