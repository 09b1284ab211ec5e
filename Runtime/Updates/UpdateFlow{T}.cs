using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// A stream of what a <see cref="FlowsUpdatesFilter"/> receives: messages, callback queries and so on. It is hot: a
/// subscriber sees what comes while it is subscribed, every subscriber sees everything, and without subscribers an
/// update counts as handled.
/// <para>An update is handled when every subscriber is done with it: an <c>OnEach</c> handler by returning, an <c>await foreach</c> by
/// asking for the next item or by leaving the loop. A handler that throws makes the update be retried, and every
/// subscriber sees it again.
/// Leaving a loop by an exception cannot be told from leaving it by <c>break</c>, so where a failure must be retried use <c>OnEach</c>.</para>
/// <para>Operators of LINQ that are not here come from <see cref="AsyncEnumerable"/>. Immutable and thread-safe.</para>
/// </summary>
/// <typeparam name="T">What the flow is made of.</typeparam>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The OnEach overloads differ in the handler's shape only, and end in the same optional parameter.")]
public sealed class UpdateFlow<T> : IAsyncEnumerable<T>
{
    private readonly string _name;

    // One for each filter that the flow comes from.
    private readonly FlowRoute<T>[] _routes;

    internal UpdateFlow(string name, params FlowRoute<T>[] routes) => (_name, _routes) = (name, routes);

    /// <summary>The items of both flows. A subscriber gets an item that is in both of them twice.</summary>
    public static UpdateFlow<T> operator +(UpdateFlow<T> left, UpdateFlow<T> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new($"({left._name} + {right._name})", [.. left._routes.Concat(right._routes).GroupBy(route => route.Hub, (_, routes) => routes.Aggregate((one, other) => one.And(other)))]);
    }

    /// <summary>
    /// Subscribes a handler. It is called for different chats at once; within one chat each call waits for the one
    /// before.
    /// </summary>
    /// <param name="handler">Handles one item. Its token fires when the server stops and no longer waits for
    /// handlers.</param>
    /// <param name="sequential">Call the handler for one item at a time, whatever the chat: simpler code, but a slow
    /// call holds up every chat. Off by default.</param>
    /// <returns>Dispose it to leave: no call starts after that, and one that is running finishes.</returns>
    [OverloadResolutionPriority(1)]
    public IDisposable OnEach(Func<T, CancellationToken, ValueTask> handler, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!sequential) return Subscribe(handler);
        var turns = new FlowTurns();
        var subscription = Subscribe(async (item, cancellation) =>
        {
            if (!await turns.Enter(cancellation).ConfigureAwait(false)) return;
            try
            {
                await handler(item, cancellation).ConfigureAwait(false);
            }
            finally
            {
                turns.Exit();
            }
        });
        return new FlowSubscriptions(subscription, turns);
    }

    /// <inheritdoc cref="OnEach(Func{T, CancellationToken, ValueTask}, bool)"/>
    public IDisposable OnEach(Func<T, CancellationToken, Task> handler, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OnEach(async ValueTask (item, cancellation) => await handler(item, cancellation).ConfigureAwait(false), sequential);
    }

    /// <inheritdoc cref="OnEach(Func{T, CancellationToken, ValueTask}, bool)"/>
    [OverloadResolutionPriority(1)]
    public IDisposable OnEach(Func<T, ValueTask> handler, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OnEach((item, _) => handler(item), sequential);
    }

    /// <inheritdoc cref="OnEach(Func{T, CancellationToken, ValueTask}, bool)"/>
    public IDisposable OnEach(Func<T, Task> handler, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OnEach(async ValueTask (item, _) => await handler(item).ConfigureAwait(false), sequential);
    }

    /// <inheritdoc cref="OnEach(Func{T, CancellationToken, ValueTask}, bool)"/>
    public IDisposable OnEach(Action<T> handler, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OnEach(
            (item, _) =>
            {
                handler(item);
                return ValueTask.CompletedTask;
            },
            sequential);
    }

    /// <summary>
    /// The items for which the predicate holds. It is asked once for each subscriber, and one that throws counts as the
    /// subscriber's failure.
    /// </summary>
    public UpdateFlow<T> Where(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Keep(predicate);
    }

    /// <summary>
    /// What the selector makes of each item. It is called once for each subscriber, and one that throws counts as the
    /// subscriber's failure.
    /// </summary>
    public UpdateFlow<TResult> Select<TResult>(Func<T, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Derive((T item, ref FlowItems<TResult> into) => into.Add(selector(item)));
    }

    /// <summary>Everything that the selector makes of each item, one after the other.</summary>
    public UpdateFlow<TResult> SelectMany<TResult>(Func<T, IEnumerable<TResult>> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Derive((T item, ref FlowItems<TResult> into) =>
        {
            foreach (var result in selector(item)) into.Add(result);
        });
    }

    /// <summary>What a query with two <c>from</c> clauses makes of each item.</summary>
    public UpdateFlow<TResult> SelectMany<TPart, TResult>(
        Func<T, IEnumerable<TPart>> parts, Func<T, TPart, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(selector);
        return SelectMany(item => parts(item).Select(part => selector(item, part)));
    }

    /// <summary>The items that are a <typeparamref name="TResult"/>.</summary>
    public UpdateFlow<TResult> OfType<TResult>() => Derive((T item, ref FlowItems<TResult> into) =>
    {
        if (item is TResult result) into.Add(result);
    });

    /// <summary>
    /// Subscribes when the first item is asked for, and leaves when the loop ends or
    /// <paramref name="cancellationToken"/> fires. The loop takes one item at a time, so while it is busy other chats
    /// wait for it. Meanwhile nothing is buffered: what waits is in the inbox.
    /// </summary>
    /// <param name="cancellationToken">Ends the loop with an <see cref="OperationCanceledException"/>; it gets no
    /// further item, and is done with its last when its body is.</param>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new FlowEnumerator<T>(this, cancellationToken);

    /// <summary>The flow's name and what was done to it, such as <c>MessagesFlow.TextMessages()</c>.</summary>
    public override string ToString() => _name;

    /// <param name="take">Completes when the subscriber is done with the item.</param>
    internal IDisposable Subscribe(Func<T, CancellationToken, ValueTask> take) => _routes is [var route]
        ? new FlowSubscription<T>(route, _name, take)
        : new FlowSubscriptions([.. _routes.Select(route => new FlowSubscription<T>(route, _name, take))]);

    internal UpdateFlow<T> Named([CallerMemberName] string name = "") => new(name, _routes);

    /// <summary>
    /// Subscribes to fewer kinds of update. The caller makes sure that nothing else would come through.
    /// </summary>
    internal UpdateFlow<T> Narrow(FlowKinds kinds) =>
        new(_name, Array.ConvertAll(_routes, route => route with { Kinds = route.Kinds.And(kinds) }));

    internal UpdateFlow<T> Keep(Func<T, bool> predicate, [CallerMemberName] string name = "") => Derive(
        (T item, ref FlowItems<T> into) =>
        {
            if (predicate(item)) into.Add(item);
        },
        name);

    internal UpdateFlow<TResult> Derive<TResult>(FlowStep<T, TResult> step, [CallerMemberName] string name = "") =>
        new($"{_name}.{name}()", Array.ConvertAll(_routes, route => route.Then(step)));
}
