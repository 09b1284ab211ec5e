using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Wire;

/// <summary>What went over the wire, newest last: calls of one bot and deliveries to it. Old entries go.</summary>
internal sealed class WireLog(TimeProvider time, Feed feed, long bot)
{
    private const int Kept = 500;

    private readonly Lock _gate = new();
    private readonly Queue<JsonObject> _entries = new();
    private readonly Dictionary<int, JsonObject> _underWay = [];
    private long _count;

    public void Call(string method, string origin, JsonObject arguments, ApiAnswer answer, TimeSpan duration) => Add("call", new JsonObject
    {
        ["method"] = method,
        ["origin"] = origin,
        ["status"] = answer.Status,
        ["duration_ms"] = Milliseconds(duration),
        ["request"] = arguments,
        ["response"] = answer.Body.DeepClone(),
    });

    public void Delivery(DeliveryRecord record)
    {
        lock (_gate) _underWay.Remove(record.UpdateId);
        Add("delivery", ToJson(record));
    }

    private static JsonObject ToJson(DeliveryRecord record) => new()
    {
        ["update_id"] = record.UpdateId,
        ["update_kind"] = record.Kind,
        ["queue"] = record.QueueId.ToString(CultureInfo.InvariantCulture),
        ["attempt"] = record.Attempt,
        ["status"] = record.Status,
        ["error"] = record.Error,
        ["duration_ms"] = Milliseconds(record.Duration),
        ["retry_in_s"] = record.RetryIn?.TotalSeconds,
        ["dropped"] = record.Dropped,
        ["body"] = JsonNode.Parse(record.Body),
    };

    /// <summary>A delivery begins: what has no answer yet is seen while it has none.</summary>
    public void Sending(int updateId, string kind, int attempt, string body)
    {
        var entry = new JsonObject
        {
            ["update_id"] = updateId,
            ["update_kind"] = kind,
            ["attempt"] = attempt,
            ["at"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["body"] = JsonNode.Parse(body),
        };
        lock (_gate) _underWay[updateId] = entry;
        Publish("sending", entry);
    }

    /// <summary>The deliveries that have no answer yet.</summary>
    public JsonArray UnderWay()
    {
        lock (_gate) return [.. _underWay.Values.Select(entry => entry.DeepClone())];
    }

    /// <summary>The webhook is gone, and with it what was on its way there.</summary>
    public void ForgetUnderWay()
    {
        lock (_gate) _underWay.Clear();
    }

    public JsonArray Snapshot()
    {
        lock (_gate) return [.. _entries.Select(entry => entry.DeepClone())];
    }

    private void Add(string kind, JsonObject entry)
    {
        lock (_gate)
        {
            entry["kind"] = kind;
            entry["number"] = ++_count;
            entry["at"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            _entries.Enqueue(entry);
            if (_entries.Count > Kept) _entries.Dequeue();
        }
        Publish("wire", entry);
    }

    private void Publish(string kind, JsonObject entry) => feed.Publish(kind, entry, bot);

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 1);
}
