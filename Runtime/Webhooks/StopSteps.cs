namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Takes every step of a stop, whatever the ones before it threw; the first failure is thrown at the end.
/// </summary>
internal sealed class StopSteps
{
    private readonly List<Exception> _failures = [];

    public async Task Take(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Draining and disposing both end in the delivery's one stop, and get the same failure.
            if (!_failures.Contains(e))
                _failures.Add(e);
        }
    }

    public void ThrowIfAny()
    {
        if (_failures.Count > 0)
            throw _failures.Count == 1 ? _failures[0] : new AggregateException(_failures);
    }
}
