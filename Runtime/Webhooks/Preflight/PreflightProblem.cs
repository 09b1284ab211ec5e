namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>One thing that is wrong with a registration.</summary>
/// <param name="Severity">Whether the call may be made all the same.</param>
/// <param name="Text">What is wrong, what Telegram says to it, and what to do. Holds no secret.</param>
internal sealed record PreflightProblem(PreflightSeverity Severity, string Text)
{
    public static PreflightProblem Error(string text) => new(PreflightSeverity.Error, text);

    public static PreflightProblem Warning(string text) => new(PreflightSeverity.Warning, text);
}
