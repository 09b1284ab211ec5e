using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Collects the parts of albums in memory, for <see cref="UpdateInbox.None"/>: Telegram sends the next part of an album only after
/// the one before it was acknowledged, so what is collected here is lost in a crash.
/// </summary>
internal sealed class DirectMediaGroups(TimeSpan debounce, Action<Update> release, TimeProvider time) : IDisposable
{
    private const int MaxDebounces = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long Chat, UpdateType Kind, string Group), OpenGroup> _open = [];

    /// <summary>Keeps the update if it is a part of an album; false for any other update.</summary>
    public bool TryHold(Update update)
    {
        if (MediaGroupUpdates.PartOf(update) is not { } message)
            return false;
        var key = (message.Chat.Id, update.Type, message.MediaGroupId!);
        OpenGroup group;
        lock (_lock)
        {
            if (!_open.TryGetValue(key, out group!))
            {
                group = _open[key] = new OpenGroup(time.GetTimestamp());
                group.Timer = time.CreateTimer(_ => Release(key, group), null, debounce, Timeout.InfiniteTimeSpan);
            }

            group.Parts.Add(update);
            if (group.Parts.Count < MediaGroupUpdates.MaxParts)
            {
                var left = (debounce * MaxDebounces) - time.GetElapsedTime(group.Since);
                group.Timer!.Change(left <= TimeSpan.Zero ? TimeSpan.Zero : left < debounce ? left : debounce, Timeout.InfiniteTimeSpan);
                return true;
            }
        }

        Release(key, group);
        return true;
    }

    /// <summary>Releases every album as far as it has come.</summary>
    public void Flush()
    {
        KeyValuePair<(long, UpdateType, string), OpenGroup>[] groups;
        lock (_lock)
            groups = [.. _open];
        foreach (var (key, group) in groups)
            Release(key, group);
    }

    public void Dispose() => Flush();

    private void Release((long, UpdateType, string) key, OpenGroup group)
    {
        lock (_lock)
        {
            // The timer, the tenth part and a flush may come at once; whoever removes the group releases it.
            if (!_open.TryGetValue(key, out var current) || current != group)
                return;
            _open.Remove(key);
        }

        group.Timer!.Dispose();
        release(MediaGroupUpdates.Merge(group.Parts));
    }

    private sealed class OpenGroup(long since)
    {
        public long Since { get; } = since;

        public List<Update> Parts { get; } = [];

        public ITimer? Timer { get; set; }
    }
}
