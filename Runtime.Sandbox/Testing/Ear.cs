using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Testing;

/// <summary>
/// How much of a chat somebody has heard. A wait looks from where the hearing stood when it began, so that two waits at
/// once do not take each other's message away whatever their order; no message is given out twice. Use while holding
/// the world's gate.
/// </summary>
internal sealed class Ear
{
    private readonly HashSet<int> _taken = [];
    private Room? _room;
    private int _heard;

    /// <summary>Where a wait that begins now starts to look.</summary>
    public int Begin(Room now)
    {
        if (_room == now) return _heard;
        // The first time, or the group has become a supergroup: another chat with a story of its own.
        (_room, _heard) = (now, 0);
        _taken.Clear();
        return _heard;
    }

    /// <summary>The first event from <paramref name="from"/> on that fits and was not given out yet.</summary>
    public T? Listen<T>(Room now, int from, Func<ChatEvent, T?> look)
        where T : class
    {
        if (_room != now) from = Begin(now);
        for (var i = from; i < now.Log.Count; i++)
        {
            if (_taken.Contains(i) || look(now.Log[i]) is not { } found) continue;
            _taken.Add(i);
            _heard = Math.Max(_heard, i + 1);
            return found;
        }
        return null;
    }
}
