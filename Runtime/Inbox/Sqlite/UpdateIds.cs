namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The inbox's numbers of a claim's updates: nearly always one, so that one takes no list.</summary>
internal readonly struct UpdateIds
{
    private readonly long _first;
    private readonly long[]? _others;

    public UpdateIds(IReadOnlyList<StoredUpdate> updates)
    {
        _first = updates[0].Id;
        if (updates.Count > 1) _others = [.. updates.Skip(1).Select(update => update.Id)];
    }

    public long First => _first;

    public Enumerator GetEnumerator() => new(this);

    public struct Enumerator(UpdateIds ids)
    {
        private int _at = -1;

        public readonly long Current => _at == 0 ? ids._first : ids._others![_at - 1];

        public bool MoveNext() => ++_at <= (ids._others?.Length ?? 0);
    }
}
