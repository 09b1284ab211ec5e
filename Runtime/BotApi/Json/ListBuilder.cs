using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.BotApi.Json;

/// <summary>
/// Collects items on the stack first: most of Telegram's arrays are short, and then only the final array is allocated.
/// </summary>
internal ref struct ListBuilder<T>
{
    private Few _few;
    private List<T>? _many;
    private int _count;

    public void Add(T item)
    {
        if (_count < Few.Length)
            _few[_count++] = item;
        else
            (_many ??= []).Add(item);
    }

    public readonly T[] ToArray()
    {
        if (_count == 0)
            return [];
        ReadOnlySpan<T> few = _few;
        if (_many is null)
            return few[.._count].ToArray();
        return [.. few, .. _many];
    }

    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 8;

        private T _first;
    }
}
