using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Where a filter's subscribers meet its updates. Thread-safe; updates of different lanes come concurrently.
/// </summary>
internal sealed class FlowHub
{
    private readonly Lock _lock = new();

    // The arrays are never changed, only replaced (under the lock), so an update goes to those who were there when it
    // came. No kind has an empty array: that is how a kind without subscribers is told, and what keeps this from
    // growing.
    private readonly ConcurrentDictionary<UpdateType, FlowSubscription[]> _byKind = new();
    private volatile FlowSubscription[] _toUnknown = [];

    /// <summary>A kind has got its first subscriber. Raised on the subscriber's thread, outside the lock.</summary>
    public event Action<UpdateType>? Wanted;

    /// <summary>The kinds that have subscribers now: known ones in Telegram's order, then others by name.</summary>
    public IReadOnlyList<UpdateType> WantedKinds
    {
        get
        {
            var wanted = _byKind.Keys.ToHashSet();
            var others = wanted.Where(kind => !UpdateKinds.IsKnown(kind))
                .OrderBy(kind => kind.ToString(), StringComparer.Ordinal);
            return [.. UpdateKinds.Known.Where(wanted.Contains), .. others];
        }
    }

    public void Add(FlowSubscription subscription, FlowKinds kinds)
    {
        List<UpdateType> first = [];
        lock (_lock)
        {
            foreach (var kind in kinds.Named)
            {
                var there = _byKind.GetValueOrDefault(kind, []);
                _byKind[kind] = [.. there, subscription];
                if (there.Length == 0) first.Add(kind);
            }
            if (kinds.IncludesUnknown) _toUnknown = [.. _toUnknown, subscription];
        }
        if (Wanted is { } wanted) first.ForEach(wanted);
    }

    /// <summary>Undoes <see cref="Add"/>; again does nothing.</summary>
    public void Remove(FlowSubscription subscription, FlowKinds kinds)
    {
        lock (_lock)
        {
            foreach (var kind in kinds.Named)
            {
                if (!_byKind.TryGetValue(kind, out var there)) continue;
                var left = Array.FindAll(there, other => other != subscription);
                if (left.Length == 0) _byKind.TryRemove(kind, out _);
                else _byKind[kind] = left;
            }
            if (kinds.IncludesUnknown) _toUnknown = Array.FindAll(_toUnknown, other => other != subscription);
        }
    }

    /// <summary>Completes when every subscriber is done with the update.</summary>
    /// <exception cref="UpdateFlowException">Subscribers failed; thrown after the others are done.</exception>
    /// <exception cref="OperationCanceledException">Subscribers gave up because <paramref name="cancellation"/> fired,
    /// and none failed otherwise.</exception>
    public ValueTask Receive(Update update, CancellationToken cancellation)
    {
        var calls = Prepare(update);
        return calls.Count == 0 ? ValueTask.CompletedTask : new(Run(calls, cancellation));
    }

    private List<FlowCall> Prepare(Update update)
    {
        List<FlowCall> calls = [];
        var kind = update.Type;
        var named = _byKind.GetValueOrDefault(kind, []);
        foreach (var subscription in named)
        {
            if (subscription.Prepare(update) is { } call) calls.Add(call);
        }
        if (UpdateKinds.IsKnown(kind)) return calls;
        foreach (var subscription in _toUnknown)
        {
            // A newer kind can be subscribed to by name and as unknown at once, by the same subscriber.
            if (!named.Contains(subscription) && subscription.Prepare(update) is { } call) calls.Add(call);
        }
        return calls;
    }

    private static async Task Run(List<FlowCall> calls, CancellationToken cancellation)
    {
        var running = new Task<Exception?>[calls.Count];
        // All but one on other threads: a handler that blocks its thread must not hold up the other subscribers.
        for (var i = 1; i < calls.Count; i++)
        {
            var call = calls[i];
            running[i] = Task.Run(() => call.Run(cancellation), CancellationToken.None);
        }
        running[0] = calls[0].Run(cancellation);
        var results = await Task.WhenAll(running).ConfigureAwait(false);
        ThrowIfFailed(calls, results, cancellation);
    }

    private static void ThrowIfFailed(List<FlowCall> calls, Exception?[] results, CancellationToken cancellation)
    {
        var failures = calls.Zip(results).Where(pair => pair.Second is not null)
            .Select(pair => (pair.First.Flow, Error: pair.Second!)).ToList();
        if (failures.Count == 0) return;
        // The drain time is over: the update was not handled, but nothing went wrong with it either.
        if (cancellation.IsCancellationRequested && failures.TrueForAll(failure => failure.Error is OperationCanceledException))
        {
            throw new OperationCanceledException(
                "A subscriber gave up because its update's cancellation token fired.", failures[0].Error, cancellation);
        }
        throw new UpdateFlowException(failures);
    }
}
