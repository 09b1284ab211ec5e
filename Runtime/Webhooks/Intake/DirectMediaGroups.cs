using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Collects the parts of albums in memory, for <see cref="UpdateInbox.None"/>: Telegram sends the next part of an album
/// only after the one before it was acknowledged, so what is collected here is lost in a crash.
/// </summary>
/// <param name="debounce">How long to wait after the last part.</param>
/// <param name="release">
/// Takes a whole album, and what its parts take of memory, which <see cref="Handled"/> gives back. It is called under
/// the lock, so that whoever has closed the holding knows of all; it must return at once.
/// </param>
/// <param name="time">The clock.</param>
/// <param name="maxBytes">What the parts may take that are held or whose album is not handled yet.</param>
internal sealed class DirectMediaGroups(
    TimeSpan debounce, Action<Update, long> release, TimeProvider time, long maxBytes)
{
    // What a part takes besides its body.
    private const int PartBytes = 2048;

    private readonly Lock _lock = new();
    private readonly OpenMediaGroups _open = new(debounce, time);
    private readonly Dictionary<OpenMediaGroup, ITimer> _timers = [];
    private readonly Dictionary<OpenMediaGroup, long> _bytes = [];
    private long _taken;
    private bool _isClosed;

    /// <summary>
    /// Keeps the update if it is a part of an album, there is room for it, and the holding is not closed.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="bodyBytes">How many bytes it came in.</param>
    public HoldResult Hold(Update update, int bodyBytes)
    {
        lock (_lock)
        {
            if (MediaGroupUpdates.PartOf(update) is null)
                return HoldResult.NotAPart;
            var bytes = bodyBytes + PartBytes;
            // One part may always be held, however large it is.
            if (_isClosed || (_taken > 0 && _taken + bytes > maxBytes))
                return HoldResult.Refused;
            var group = _open.Hold(update)!;
            _taken += bytes;
            _bytes[group] = _bytes.GetValueOrDefault(group) + bytes;
            if (group.IsFull)
                Release(group);
            else
                SetTimer(group);
            return HoldResult.Held;
        }
    }

    /// <summary>An album is handled: so many bytes are free again.</summary>
    public void Handled(long bytes)
    {
        lock (_lock)
            _taken -= bytes;
    }

    /// <summary>
    /// Releases every album as far as it has come, and holds nothing more. When it returns, nothing is released any
    /// more.
    /// </summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var group in _open.All.ToArray())
                Release(group);
        }
    }

    private void SetTimer(OpenMediaGroup group)
    {
        var left = group.DueAt - _open.Now;
        if (left < TimeSpan.Zero)
            left = TimeSpan.Zero;
        if (!_timers.TryGetValue(group, out var timer))
            _timers[group] = timer = time.CreateTimer(
                _ => Release(group), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void Release(OpenMediaGroup group)
    {
        lock (_lock)
        {
            // The timer, the tenth part and the close may come at once; whoever removes the group releases it.
            if (!_open.Remove(group))
                return;
            if (_timers.Remove(group, out var timer))
                timer.Dispose();
            _bytes.Remove(group, out var bytes);
            release(group.Merge(), bytes);
        }
    }
}
