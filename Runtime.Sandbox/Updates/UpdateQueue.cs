using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Updates;

/// <summary>
/// What waits for the bot, webhook or not, in the order of update ids. Guarded by its own lock; the kinds a bot wants
/// are applied when an update comes in, so what is queued already still arrives.
/// </summary>
internal sealed class UpdateQueue(TimeProvider time, Random random)
{
    public const int MaxUpdates = 100_000;
    public const long MaxTotalBytes = 128L << 20;
    public const int MaxUpdateBytes = 512 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, QueuedUpdate> _updates = [];
    private long _totalBytes;
    private int _nextId = random.Next(2_000_000, 1_000_000_000);

    // Ids are given one by one, so the oldest is found by counting up from here. Set when the first update comes in.
    private int _head;

    // Nothing expires before this, so nothing needs to be looked through before.
    private long _earliestExpiry = long.MaxValue;
    private TaskCompletionSource _arrived = NewSignal();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The kinds the bot asked for, or null for the default.</summary>
    public IReadOnlyList<string>? Allowed { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                DropExpired();
                return _updates.Count;
            }
        }
    }

    /// <summary>The oldest id there is, or the next one when nothing waits.</summary>
    public int Head
    {
        get
        {
            lock (_gate)
            {
                DropExpired();
                return _updates.Count == 0 ? _nextId : _head;
            }
        }
    }

    /// <summary>Completes when the next update comes in. Take it before looking.</summary>
    public Task Arrived
    {
        get
        {
            lock (_gate) return _arrived.Task;
        }
    }

    /// <summary>The id the next update will get.</summary>
    public int NextId
    {
        get
        {
            lock (_gate) return _nextId;
        }
    }

    public bool Add(string kind, JsonObject payload)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (!(Allowed ?? UpdateKinds.Default).Contains(kind)) return false;
            DropExpired();
            var body = TelegramJson.WriteUpdate(_nextId, kind, payload);
            var size = Size(body, _nextId);
            if (size > MaxUpdateBytes || _updates.Count >= MaxUpdates || _totalBytes + size > MaxTotalBytes)
                return false;
            var expiresAt = UpdateRouting.ExpiresAt(kind, payload, Now);
            if (_updates.Count == 0) _head = _nextId;
            _updates[_nextId] = new QueuedUpdate(
                _nextId, kind, payload.Copy(), body, UpdateRouting.QueueId(kind, payload), expiresAt);
            _earliestExpiry = Math.Min(_earliestExpiry, expiresAt);
            _totalBytes += size;
            _nextId++;
            signal = _arrived;
            _arrived = NewSignal();
        }
        signal.TrySetResult();
        return true;
    }

    /// <summary>Waiting updates from an id on, oldest first.</summary>
    public IReadOnlyList<QueuedUpdate> From(int id, int limit)
    {
        lock (_gate)
        {
            DropExpired();
            var found = new List<QueuedUpdate>();
            if (_updates.Count == 0) return found;
            for (var next = Math.Max(id, _head); next < _nextId && found.Count < limit; next++)
            {
                if (_updates.TryGetValue(next, out var update)) found.Add(update);
            }
            return found;
        }
    }

    public void Forget(int id)
    {
        lock (_gate) Remove(id);
    }

    public void ForgetBefore(int id)
    {
        lock (_gate)
        {
            if (_updates.Count == 0) return;
            for (var old = _head; old < Math.Min(id, _nextId); old++) Remove(old);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _updates.Clear();
            _totalBytes = 0;
        }
    }

    /// <summary>
    /// Takes <c>allowed_updates</c> as it came. Anything but a list of texts changes nothing; a list without a known
    /// kind asks for the default.
    /// </summary>
    public void Allow(string json)
    {
        JsonNode? parsed;
        try
        {
            parsed = json.Length == 0 ? null : JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return;
        }
        if (parsed is not JsonArray items || !items.All(item => item?.GetValueKind() == System.Text.Json.JsonValueKind.String))
            return;
        var wanted = items.Select(item => item.AsText().ToLowerInvariant()).ToHashSet();
        var known = UpdateKinds.All.Where(wanted.Contains).ToList();
        lock (_gate) Allowed = known.Count == 0 || known.SequenceEqual(UpdateKinds.Default) ? null : known;
    }

    private void DropExpired()
    {
        var now = Now;
        if (now <= _earliestExpiry) return;
        foreach (var dead in _updates.Values.Where(update => update.ExpiresAt < now).Select(update => update.Id).ToList())
            Remove(dead);
        _earliestExpiry = _updates.Count == 0 ? long.MaxValue : _updates.Values.Min(update => update.ExpiresAt);
    }

    private void Remove(int id)
    {
        if (!_updates.Remove(id, out var update)) return;
        _totalBytes -= Size(update.Body, id);
        while (_updates.Count > 0 && !_updates.ContainsKey(_head)) _head++;
    }

    // What is queued is the kind and its value; update_id is put around it when it goes out.
    private static int Size(string body, int id) => body.Length - TelegramJson.WriteUpdatePrefix(id).Length - 1;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
