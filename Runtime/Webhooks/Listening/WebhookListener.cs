using System.Diagnostics.CodeAnalysis;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// One port that several bots share: one Kestrel and one key, a sub-route for each bot. Give the same object to the
/// start of each (<see cref="WebhookServerOptions.Listener"/>), with the same port, host and key. The first start opens
/// the port, and the last stop closes it.
/// </summary>
/// <remarks>
/// Thread-safe. It holds nothing by itself, so there is nothing to dispose, and it can be used again after all bots
/// have stopped. <see cref="WebhookServerOptions.MaxConnections"/>, <see cref="WebhookServerOptions.TrustedProxies"/>
/// and <see cref="WebhookServerOptions.ConfigureKestrel"/> concern the port, so they must be the same for all.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
public sealed class WebhookListener
{
    // Every change of what is shared: one at a time, and never across a call of Telegram.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SharedListener? _shared;

    /// <summary>Joins the others; the first of them decides what is listened on.</summary>
    internal async Task<ListenerSeat> Enter(
        ListenerSettings settings, StartProblems problems, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _shared ??= new SharedListener(settings);
            problems.AddRange(_shared.ProblemsWith(settings));
            var seat = new ListenerSeat(this, _shared, settings);
            _shared.Add(seat);
            return seat;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Changes what is shared, one after another.</summary>
    internal async Task Change(Func<Task> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Leaves the others; with the last one the port is closed.</summary>
    internal Task Leave(ListenerSeat seat, SharedListener shared) => Change(
        async () =>
        {
            if (!shared.Remove(seat))
                return;
            if (_shared == shared)
                _shared = null;
            await shared.DisposeAsync().ConfigureAwait(false);
        },
        CancellationToken.None);
}
