using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Answers to what somebody who pays asks, and the bot's Stars.</summary>
internal static class PaymentMethods
{
    public static JsonNode AnswerShippingQuery(MethodCall call)
    {
        var ok = RequireOneOf(call, "shipping_options");
        var query = call.Open(call.World.ShippingQueries, "shipping_query_id");
        var options = call.Parameters.Json("shipping_options") as JsonArray ?? [];
        if (ok && options.Count == 0) throw ApiError.BadRequest("SHIPPING_OPTIONS_EMPTY");
        Answer(call, query, ok);
        if (ok) query.Answer!["shipping_options"] = options.DeepClone();
        QueryMethods.Publish(call, "shipping_answer", query);
        return MethodCall.True();
    }

    public static JsonNode AnswerPreCheckoutQuery(MethodCall call)
    {
        var ok = RequireOneOf(call, null);
        var query = call.Open(call.World.CheckoutQueries, "pre_checkout_query_id");
        Answer(call, query, ok);
        QueryMethods.Publish(call, "checkout_answer", query);
        return MethodCall.True();
    }

    public static JsonNode GetMyStarBalance(MethodCall call) =>
        new JsonObject { ["amount"] = call.World.Treasury.Stars };

    public static JsonNode GetStarTransactions(MethodCall call)
    {
        var offset = call.Parameters.Integer("offset", 0, 0);
        var limit = call.Parameters.Integer("limit", 100, 1, 100);
        return new JsonObject
        {
            ["transactions"] = call.World.Treasury.Transactions.Skip(offset).Take(limit)
                .Select(JsonNode? (entry) => entry.DeepClone()).ToJsonArray(),
        };
    }

    public static JsonNode RefundStarPayment(MethodCall call)
    {
        var treasury = call.World.Treasury;
        var id = call.Parameters.Text("telegram_payment_charge_id");
        if (!treasury.Charges.TryGetValue(id, out var charge) || charge.Payer != call.User())
            throw ApiError.BadRequest("CHARGE_NOT_FOUND");
        if (!treasury.Refunded.Add(id)) throw ApiError.BadRequest("CHARGE_ALREADY_REFUNDED");
        var (payer, payment) = charge;
        treasury.GiveBack(id, payment.Long("total_amount"), call.World.Now, new JsonObject
        {
            ["type"] = "user",
            ["transaction_type"] = "invoice_payment",
            ["user"] = payer.ToJson(),
            ["invoice_payload"] = payment.Text("invoice_payload"),
        });
        var refunded = new JsonObject().Take(
            payment, "currency", "total_amount", "invoice_payload", "telegram_payment_charge_id");
        call.World.Post(call.World.PrivateRoom(payer), call.World.Bot,
            new JsonObject { ["refunded_payment"] = refunded });
        return MethodCall.True();
    }

    /// <summary>Yes needs what it offers, no needs a reason.</summary>
    private static bool RequireOneOf(MethodCall call, string? offered)
    {
        var ok = call.Parameters.Boolean("ok");
        var needed = ok ? offered : "error_message";
        if (needed is not null && !call.Parameters.Has(needed))
            throw ApiError.BadRequest($"parameter \"{needed}\" is required");
        return ok;
    }

    private static void Answer(MethodCall call, OpenQuery query, bool ok) =>
        query.Answer = new JsonObject { ["ok"] = ok, ["error_message"] = ok ? "" : call.Parameters.Text("error_message") };
}
