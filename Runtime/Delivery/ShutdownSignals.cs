using System.Runtime.InteropServices;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>Ctrl+C and SIGTERM while somebody waits for them: the first asks for a drain, the second for the end at once.</summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ShutdownSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Completes at the first signal.</summary>
    public Task First => _first.Task;

    /// <summary>Fires at the second signal.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>Waits for the first signal, for the server's own end, or for the token; throws for none of them.</summary>
    public async Task WaitForFirst(Task serverEnded, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(() => cancelled.TrySetResult()))
            await Task.WhenAny(First, cancelled.Task, serverEnded).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source of the second signal is not disposed: a signal that is on its way now may still cancel it, and it holds nothing.
    }

    private void OnSignal(PosixSignalContext context)
    {
        // The process must live until the drain is over; WaitForShutdown returns then.
        context.Cancel = true;
        if (!_first.TrySetResult())
            _second.Cancel();
    }
}
