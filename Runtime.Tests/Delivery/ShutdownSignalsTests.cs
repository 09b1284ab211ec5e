using System.Runtime.InteropServices;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>What signals ask for; that they come at all is tested with real processes, in EndToEnd.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShutdownSignalsTests
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Dictionary<PosixSignal, Action<PosixSignalContext>> _handlers = [];
    private readonly TaskCompletionSource<CancellationToken> _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task The_first_signal_asks_for_a_drain_and_the_second_for_the_end_at_once(
        [ValueSource(nameof(Signals))] PosixSignal signal)
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = ShutdownSignals.WaitAndStop(new TaskCompletionSource().Task, Stop, Register, cancellation.Token);
        Assert.That(_handlers.Keys, Is.EquivalentTo(Signals));
        Assert.That(_stopping.Task.IsCompleted, Is.False);

        Send(signal);
        var endsAtOnce = await _stopping.Task.WaitAsync(TestServers.Guard);
        Assert.That(endsAtOnce.IsCancellationRequested, Is.False);

        Send(PosixSignal.SIGTERM);
        Assert.That(endsAtOnce.IsCancellationRequested, Is.True);
        Assert.That((waiting.IsCompleted, _handlers.Count), Is.EqualTo((false, 4)), "the drain is not over");

        _stopped.SetResult();
        await waiting.WaitAsync(TestServers.Guard);
        Assert.That(_handlers, Is.Empty, "the next signal ends the process as it does any other");
    }

    private async Task Stop(CancellationToken endsAtOnce)
    {
        _stopping.SetResult(endsAtOnce);
        await _stopped.Task;
    }

    // The process must live until it has drained.
    private void Send(PosixSignal signal)
    {
        var context = new PosixSignalContext(signal);
        _handlers[signal](context);
        Assert.That(context.Cancel, Is.True);
    }

    private Registration Register(PosixSignal signal, Action<PosixSignalContext> handler)
    {
        _handlers.Add(signal, handler);
        return new Registration(() => _handlers.Remove(signal));
    }

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
