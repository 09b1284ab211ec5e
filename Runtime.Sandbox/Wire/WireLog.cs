using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Wire;

/// <summary>What went over the wire, newest last: calls of the bot and deliveries to it. Old entries go.</summary>
internal sealed class WireLog(TimeProvider time, Feed feed)
{
    private const int Kept = 500;

    private readonly Lock _gate = new();
    private readonly Queue<JsonObject> _entries = new();
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

    public void Delivery(DeliveryRecord record) => Add("delivery", new JsonObject
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
    });

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
        feed.Publish("wire", entry);
    }

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 1);
}
