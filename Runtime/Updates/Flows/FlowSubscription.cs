using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>A subscriber's place at a hub.</summary>
internal abstract class FlowSubscription
{
    /// <summary>What the update means to the subscriber, or null when that is nothing. Never throws.</summary>
    public abstract FlowCall? Prepare(Update update);
}

/// <inheritdoc cref="FlowSubscription"/>
internal sealed class FlowSubscription<T> : FlowSubscription, IDisposable
{
    private readonly FlowRoute<T> _route;
    private readonly string _flow;
    private readonly Func<T, CancellationToken, ValueTask> _take;
    private volatile bool _left;

    /// <summary>Enters the hub at once.</summary>
    /// <param name="route">Where the updates come from.</param>
    /// <param name="flow">The flow's name, for the error of a subscriber that fails.</param>
    /// <param name="take">Completes when the subscriber is done with the item.</param>
    public FlowSubscription(FlowRoute<T> route, string flow, Func<T, CancellationToken, ValueTask> take)
    {
        (_route, _flow, _take) = (route, flow, take);
        route.Hub.Add(this, route.Kinds);
    }

    public override FlowCall? Prepare(Update update)
    {
        var items = default(FlowItems<T>);
        try
        {
            _route.Project(update, ref items);
        }
        catch (Exception error)
        {
            return new FlowCall(_flow, _ => ValueTask.FromException(error));
        }
        return items.Count == 0 ? null : new FlowCall(_flow, cancellation => Take(items, cancellation));
    }

    public void Dispose()
    {
        _left = true;
        _route.Hub.Remove(this, _route.Kinds);
    }

    private async ValueTask Take(FlowItems<T> items, CancellationToken cancellation)
    {
        for (var i = 0; i < items.Count && !_left; i++) await _take(items[i], cancellation).ConfigureAwait(false);
    }
}
