namespace Telegram.Webhooks.Runtime;

/// <summary>
/// One or more subscribers of flows failed to handle an update, so it counts as not handled. Each one's exception is in
/// <see cref="AggregateException.InnerExceptions"/>, the first also in <see cref="Exception.InnerException"/>. All
/// other subscribers were done with the update before this was thrown; they see it again when it is retried.
/// </summary>
public sealed class UpdateFlowException : AggregateException
{
    internal UpdateFlowException(IReadOnlyList<(string Flow, Exception Error)> failures)
        : base(Describe(failures), failures.Select(failure => failure.Error)) =>
        FlowNames = [.. failures.Select(failure => failure.Flow)];

    /// <summary>
    /// The flows whose subscribers failed, one for each of <see cref="AggregateException.InnerExceptions"/> and in
    /// their order, such as <c>MessagesFlow.TextMessages()</c>.
    /// </summary>
    public IReadOnlyList<string> FlowNames { get; }

    private static string Describe(IReadOnlyList<(string Flow, Exception Error)> failures) => failures.Count == 1
        ? $"A subscriber of {failures[0].Flow} failed."
        : $"{failures.Count} subscribers failed: of {string.Join(", of ", failures.Select(failure => failure.Flow))}.";
}
