using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Updates;

/// <summary>
/// What waits for the bot, webhook or not, in the order of update ids. Guarded by its own lock; the kinds a bot wants are
/// applied when an update comes in, so what is queued already still arrives.
/// </summary>
internal sealed class UpdateQueue(TimeProvider time, Random random)
{
    public const int MaxUpdates = 100_000;
    public const long MaxTotalBytes = 128L << 20;
    public const int MaxUpdateBytes = 512 << 10;

    private readonly Lock gate = new();
    private readonly Dictionary<int, QueuedUpdate> updates = [];
    private long totalBytes;
    private int nextId = random.Next(2_000_000, 1_000_000_000);

    // Ids are given one by one, so the oldest is found by counting up from here. Set when the first update comes in.
    private int head;

    // Nothing expires before this, so nothing needs to be looked through before.
    private long earliestExpiry = long.MaxValue;
    private TaskCompletionSource arrived = NewSignal();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The kinds the bot asked for, or null for the default.</summary>
    public IReadOnlyList<string>? Allowed { get; private set; }

    public int Count
    {
        get
        {
            lock (gate)
            {
                DropExpired();
                return updates.Count;
            }
        }
    }

    /// <summary>The oldest id there is, or the next one when nothing waits.</summary>
    public int Head
    {
        get
        {
            lock (gate)
            {
                DropExpired();
                return updates.Count == 0 ? nextId : head;
            }
        }
    }

    /// <summary>Completes when the next update comes in. Take it before looking.</summary>
    public Task Arrived
    {
        get
        {
            lock (gate) return arrived.Task;
        }
    }

    /// <summary>The id the next update will get.</summary>
    public int NextId
    {
        get
        {
            lock (gate) return nextId;
        }
    }

    public bool Add(string kind, JsonObject payload)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            if (!(Allowed ?? UpdateKinds.Default).Contains(kind)) return false;
            DropExpired();
            var body = TelegramJson.WriteUpdate(nextId, kind, payload);
            var size = Size(body, nextId);
            if (size > MaxUpdateBytes || updates.Count >= MaxUpdates || totalBytes + size > MaxTotalBytes) return false;
            var expiresAt = UpdateRouting.ExpiresAt(kind, payload, Now);
            if (updates.Count == 0) head = nextId;
            updates[nextId] = new QueuedUpdate(nextId, kind, payload.Copy(), body, UpdateRouting.QueueId(kind, payload), expiresAt);
            earliestExpiry = Math.Min(earliestExpiry, expiresAt);
            totalBytes += size;
            nextId++;
            signal = arrived;
            arrived = NewSignal();
        }
        signal.TrySetResult();
        return true;
    }

    /// <summary>Waiting updates from an id on, oldest first.</summary>
    public IReadOnlyList<QueuedUpdate> From(int id, int limit)
    {
        lock (gate)
        {
            DropExpired();
            var found = new List<QueuedUpdate>();
            if (updates.Count == 0) return found;
            for (var next = Math.Max(id, head); next < nextId && found.Count < limit; next++)
            {
                if (updates.TryGetValue(next, out var update)) found.Add(update);
            }
            return found;
        }
    }

    public void Forget(int id)
    {
        lock (gate) Remove(id);
    }

    public void ForgetBefore(int id)
    {
        lock (gate)
        {
            if (updates.Count == 0) return;
            for (var old = head; old < Math.Min(id, nextId); old++) Remove(old);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            updates.Clear();
            totalBytes = 0;
        }
    }

    /// <summary>Takes <c>allowed_updates</c> as it came. Anything but a list of texts changes nothing; a list without a known kind asks for the default.</summary>
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
        if (parsed is not JsonArray items || !items.All(item => item?.GetValueKind() == System.Text.Json.JsonValueKind.String)) return;
        var wanted = items.Select(item => item.AsText().ToLowerInvariant()).ToHashSet();
        var known = UpdateKinds.All.Where(wanted.Contains).ToList();
        lock (gate) Allowed = known.Count == 0 || known.SequenceEqual(UpdateKinds.Default) ? null : known;
    }

    private void DropExpired()
    {
        var now = Now;
        if (now <= earliestExpiry) return;
        foreach (var dead in updates.Values.Where(update => update.ExpiresAt < now).Select(update => update.Id).ToList()) Remove(dead);
        earliestExpiry = updates.Count == 0 ? long.MaxValue : updates.Values.Min(update => update.ExpiresAt);
    }

    private void Remove(int id)
    {
        if (!updates.Remove(id, out var update)) return;
        totalBytes -= Size(update.Body, id);
        while (updates.Count > 0 && !updates.ContainsKey(head)) head++;
    }

    // What is queued is the kind and its value; update_id is put around it when it goes out.
    private static int Size(string body, int id) => body.Length - TelegramJson.WriteUpdatePrefix(id).Length - 1;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
