namespace Telegram.Webhooks.Runtime;

/// <summary>
/// A webhook server could not be started; the message lists every problem found and what to do about each. The base of
/// all that a start throws for such a reason, so that a program needs one <c>catch</c>:
/// <see cref="WebhookKeyStoreException"/> for the key alone, <c>WebhookRegistrationException</c> when Telegram refused
/// or could not be reached.
/// </summary>
/// <remarks>Whatever had been started is undone when this is thrown: no port is bound and no inbox is open.</remarks>
// It stands beside the key's own exception, which derives from it, for the folder of the keys knows no other.
public class WebhookStartException : Exception
{
    /// <summary>One problem, with its cause.</summary>
    public WebhookStartException(string message, Exception? innerException = null)
        : base(message, innerException) => Problems = [message];

    /// <summary>Several problems at once.</summary>
    /// <exception cref="ArgumentException"><paramref name="problems"/> is empty.</exception>
    public WebhookStartException(IReadOnlyList<string> problems)
        : this(problems, cause: null)
    {
    }

    internal WebhookStartException(IReadOnlyList<string> problems, Exception? cause)
        : base(Describe(problems), cause) => Problems = [.. problems];

    /// <summary>Every problem found, at least one.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Describe(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.Count switch
        {
            0 => throw new ArgumentException("At least one problem is needed.", nameof(problems)),
            1 => problems[0],
            _ => $"The webhook cannot be started, for {problems.Count} reasons:" + string.Concat(problems.Select(p => Environment.NewLine + "- " + p)),
        };
    }
}
