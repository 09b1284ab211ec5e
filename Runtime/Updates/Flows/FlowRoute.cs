using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>The way from one filter to a flow: which updates it takes, and what it makes of them. Immutable.</summary>
internal sealed record FlowRoute<T>(FlowHub Hub, FlowKinds Kinds, FlowProjection<T> Project)
{
    public FlowRoute<TResult> Then<TResult>(FlowStep<T, TResult> step)
    {
        var project = Project;
        return new(Hub, Kinds, (Update update, ref FlowItems<TResult> items) =>
        {
            var from = default(FlowItems<T>);
            project(update, ref from);
            for (var i = 0; i < from.Count; i++) step(from[i], ref items);
        });
    }

    /// <summary>
    /// Both routes as one, so that their subscriber gets what one update means to either one after the other.
    /// </summary>
    public FlowRoute<T> And(FlowRoute<T> other)
    {
        var (first, second) = (Project, other.Project);
        return new(Hub, Kinds.Or(other.Kinds), (Update update, ref FlowItems<T> items) =>
        {
            first(update, ref items);
            second(update, ref items);
        });
    }
}

/// <summary>Adds what one item of a flow means to the flow derived from it.</summary>
internal delegate void FlowStep<in T, TResult>(T item, ref FlowItems<TResult> items);
