namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>The last so many ids; the oldest goes for each new one. Not thread-safe.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<long> _ids = [];
    private readonly long[] _order = new long[capacity];
    private int _next;

    public bool Contains(long id) => _ids.Contains(id);

    public void Add(long id)
    {
        if (_ids.Contains(id))
            return;
        if (_ids.Count == capacity)
            _ids.Remove(_order[_next]);
        _order[_next] = id;
        _next = (_next + 1) % capacity;
        _ids.Add(id);
    }
}
