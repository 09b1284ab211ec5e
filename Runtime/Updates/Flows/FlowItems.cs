using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>What one update means to one flow: mostly nothing or one item, so these cost no allocation.</summary>
internal struct FlowItems<T>
{
    private T _first;
    private List<T>? _others;

    public int Count { get; private set; }

    public readonly T this[int index] => index == 0 ? _first : _others![index - 1];

    public void Add(T item)
    {
        if (Count++ == 0) _first = item;
        else (_others ??= []).Add(item);
    }
}

/// <summary>
/// Adds the items that an update means to a flow. Runs a user's predicates and selectors, so it may throw.
/// </summary>
internal delegate void FlowProjection<T>(Update update, ref FlowItems<T> items);
