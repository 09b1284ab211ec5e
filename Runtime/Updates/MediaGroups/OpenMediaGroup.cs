using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>Albums of other chats and of other kinds of updates are other albums, whatever id they carry.</summary>
internal readonly record struct MediaGroupKey(long Chat, UpdateType Kind, string Group);

/// <summary>An album as far as it has come.</summary>
internal sealed class OpenMediaGroup(MediaGroupKey key, TimeSpan latest)
{
    private readonly List<Update> _parts = [];

    public MediaGroupKey Key => key;

    /// <summary>The parts, as they came.</summary>
    public IReadOnlyList<Update> Parts => _parts;

    /// <summary>When to wait no more: a debounce after the last part, at most five debounces after the first.</summary>
    public TimeSpan DueAt { get; private set; }

    public bool IsFull => _parts.Count >= MediaGroupUpdates.MaxParts;

    public void Add(Update part, TimeSpan dueAt)
    {
        _parts.Add(part);
        DueAt = dueAt < latest ? dueAt : latest;
    }

    /// <summary>The album as one update.</summary>
    public Update Merge() => MediaGroupUpdates.Merge(_parts);
}
