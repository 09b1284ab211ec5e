using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Collects the parts of albums in memory, for <see cref="UpdateInbox.None"/>: Telegram sends the next part of an album only after
/// the one before it was acknowledged, so what is collected here is lost in a crash.
/// </summary>
internal sealed class DirectMediaGroups(TimeSpan debounce, Action<Update> release, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly OpenMediaGroups _open = new(debounce, time);
    private readonly Dictionary<OpenMediaGroup, ITimer> _timers = [];

    /// <summary>Keeps the update if it is a part of an album; false for any other update.</summary>
    public bool TryHold(Update update)
    {
        OpenMediaGroup? group;
        lock (_lock)
        {
            group = _open.Hold(update);
            if (group is null)
                return false;
            if (!group.IsFull)
            {
                SetTimer(group);
                return true;
            }
        }

        Release(group);
        return true;
    }

    /// <summary>Releases every album as far as it has come.</summary>
    public void Flush()
    {
        OpenMediaGroup[] groups;
        lock (_lock)
            groups = [.. _open.All];
        foreach (var group in groups)
            Release(group);
    }

    public void Dispose() => Flush();

    private void SetTimer(OpenMediaGroup group)
    {
        var left = group.DueAt - _open.Now;
        if (left < TimeSpan.Zero)
            left = TimeSpan.Zero;
        if (!_timers.TryGetValue(group, out var timer))
            _timers[group] = timer = time.CreateTimer(_ => Release(group), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void Release(OpenMediaGroup group)
    {
        ITimer? timer;
        lock (_lock)
        {
            // The timer, the tenth part and a flush may come at once; whoever removes the group releases it.
            if (!_open.Remove(group))
                return;
            _timers.Remove(group, out timer);
        }

        timer?.Dispose();
        release(group.Merge());
    }
}
