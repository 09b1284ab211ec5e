namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>One update on its way to one subscriber.</summary>
internal sealed class FlowCall(string flow, Func<CancellationToken, ValueTask> run)
{
    public string Flow => flow;

    /// <summary>
    /// Completes when the subscriber is done with the update; with its exception when it failed. Never throws.
    /// </summary>
    public async Task<Exception?> Run(CancellationToken cancellation)
    {
        try
        {
            await run(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
