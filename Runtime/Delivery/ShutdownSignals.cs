using System.Runtime.InteropServices;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// The signals that ask a process to end, while somebody waits for them: the first asks for a drain, the second for the
/// end at once. A signal that the process was started to ignore, as with <c>nohup</c>, stays ignored.
/// </summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly IDisposable[] _registrations;

    private ShutdownSignals(Func<PosixSignal, Action<PosixSignalContext>, IDisposable> register) => _registrations =
    [
        register(PosixSignal.SIGINT, OnSignal),
        register(PosixSignal.SIGTERM, OnSignal),
        // A terminal that is closed, and Ctrl+\ in it.
        register(PosixSignal.SIGHUP, OnSignal),
        register(PosixSignal.SIGQUIT, OnSignal),
    ];

    /// <summary>
    /// Waits for the first signal, for the own end of what runs, or for the token, none of which throws; then stops
    /// what runs.
    /// </summary>
    /// <param name="ended">Completes when what runs has ended by itself.</param>
    /// <param name="stop">Stops it; the token fires at the second signal.</param>
    /// <param name="cancellationToken">Asks for the stop as the first signal does.</param>
    public static Task WaitAndStop(
        Task ended, Func<CancellationToken, Task> stop, CancellationToken cancellationToken) =>
        WaitAndStop(ended, stop, PosixSignalRegistration.Create, cancellationToken);

    internal static async Task WaitAndStop(
        Task ended,
        Func<CancellationToken, Task> stop,
        Func<PosixSignal, Action<PosixSignalContext>, IDisposable> register,
        CancellationToken cancellationToken)
    {
        using var signals = new ShutdownSignals(register);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        await using (registration.ConfigureAwait(false))
            await Task.WhenAny(signals._first.Task, cancelled.Task, ended).ConfigureAwait(false);
        await stop(signals._second.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source of the second signal is not disposed: a signal that is on its way now may still cancel it, and it
        // holds nothing.
    }

    private void OnSignal(PosixSignalContext context)
    {
        // The process must live until the drain is over; WaitForShutdown returns then.
        context.Cancel = true;
        if (!_first.TrySetResult())
            _second.Cancel();
    }
}
