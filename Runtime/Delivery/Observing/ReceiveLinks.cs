using System.Diagnostics;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Which span an update came in with, for the spans of its handling. In memory and bounded: what outlives the process,
/// or is handled by another one, has no link. Empty unless somebody records spans. Thread-safe.
/// </summary>
internal sealed class ReceiveLinks
{
    private const int MostUpdates = 10_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<long, ActivityContext> _received = [];
    private volatile bool _isUsed;

    /// <summary>The first one counts: a duplicate is handled no second time.</summary>
    public void Add(long updateId, ActivityContext span)
    {
        lock (_gate)
        {
            _isUsed = true;
            if (_received.TryAdd(updateId, span) && _received.Count > MostUpdates) _received.RemoveAt(0);
        }
    }

    public void Remove(long updateId)
    {
        if (!_isUsed) return;
        lock (_gate) _received.Remove(updateId);
    }

    public void Remove(IReadOnlyList<StoredUpdate> updates)
    {
        if (!_isUsed) return;
        lock (_gate)
        {
            foreach (var update in updates) _received.Remove(update.UpdateId);
        }
    }

    /// <summary>The spans that these came in with, each once; null for none.</summary>
    public IEnumerable<ActivityLink>? Of(IReadOnlyList<StoredUpdate> updates)
    {
        if (!_isUsed) return null;
        List<ActivityLink>? links = null;
        lock (_gate)
        {
            foreach (var update in updates)
            {
                if (!_received.TryGetValue(update.UpdateId, out var span) || links?.Exists(link => link.Context == span) == true)
                    continue;
                (links ??= []).Add(new ActivityLink(span));
            }
        }

        return links;
    }
}
