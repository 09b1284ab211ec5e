using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>
/// <c>sendInvoice</c> and <c>createInvoiceLink</c>. No payment provider is asked; any token but none is taken.
/// </summary>
internal static class InvoiceMethods
{
    public const string Stars = "XTR";

    public static JsonNode SendInvoice(MethodCall call)
    {
        var offer = Offer(call);
        return call.Send(() => new JsonObject { ["invoice"] = Describe(offer) }, offer);
    }

    public static JsonNode CreateInvoiceLink(MethodCall call)
    {
        var offer = Offer(call);
        var link = $"https://t.me/$sandbox{call.World.NextQueryId()}";
        call.World.Treasury.InvoiceLinks[link] = offer;
        return JsonValue.Create(link);
    }

    /// <summary>The Invoice object of an offer.</summary>
    public static JsonObject Describe(JsonObject offer) => new()
    {
        ["title"] = offer.Text("title"),
        ["description"] = offer.Text("description"),
        ["start_parameter"] = offer.Text("start_parameter"),
        ["currency"] = offer.Text("currency"),
        ["total_amount"] = Total(offer.Array("prices")),
    };

    public static long Total(JsonArray? prices) => prices?.Sum(price => price.Long("amount")) ?? 0;

    private static JsonObject Offer(MethodCall call)
    {
        var offer = call.Options();
        offer["prices"] = call.Parameters.Json("prices")?.DeepClone();
        var currency = offer.Text("currency");
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            throw ApiError.BadRequest("CURRENCY_INVALID");
        if (currency != Stars && offer.Text("provider_token").Length == 0)
            throw ApiError.BadRequest("PAYMENT_PROVIDER_INVALID");
        if (currency == Stars && offer.Array("prices") is not { Count: 1 })
            throw ApiError.BadRequest("STARS_INVOICE_INVALID");
        if (Total(offer.Array("prices")) <= 0) throw ApiError.BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
        return offer;
    }
}
