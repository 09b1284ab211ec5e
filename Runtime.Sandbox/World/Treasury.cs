using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>What the bot sold: its Stars, the payments people made, and invoices that are only a link.</summary>
internal sealed class Treasury
{
    private readonly List<JsonObject> _transactions = [];

    public long Stars => _transactions.Sum(entry => entry.Has("source") ? entry.Long("amount") : -entry.Long("amount"));

    /// <summary>StarTransaction objects, oldest first.</summary>
    public IReadOnlyList<JsonObject> Transactions => _transactions;

    /// <summary>SuccessfulPayment objects in Stars by charge id, with who paid.</summary>
    public Dictionary<string, (Person Payer, JsonObject Payment)> Charges { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Refunded { get; } = new(StringComparer.Ordinal);

    /// <summary>The arguments of <c>createInvoiceLink</c> by the link it answered.</summary>
    public Dictionary<string, JsonObject> InvoiceLinks { get; } = new(StringComparer.Ordinal);

    public void Earn(string id, long amount, long date, JsonObject from) => Record(id, amount, date, "source", from);

    public void GiveBack(string id, long amount, long date, JsonObject to) => Record(id, amount, date, "receiver", to);

    private void Record(string id, long amount, long date, string side, JsonObject partner) =>
        _transactions.Add(
            new JsonObject { ["id"] = id, ["amount"] = amount, ["date"] = date, [side] = partner.DeepClone() });
}
