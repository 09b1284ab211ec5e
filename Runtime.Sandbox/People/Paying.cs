using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>Somebody pays, in the steps the bot takes part in. Call while holding the world's gate.</summary>
internal static class Paying
{
    // The bot has this long to confirm.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks what shipping costs, which only flexible invoices do.</summary>
    public static OpenQuery AskForShipping(this SandboxWorld world, Person person, JsonObject offer)
    {
        var query = new OpenQuery(world.NextQueryId(), person, world.Time.GetUtcNow() + Patience);
        world.ShippingQueries[query.Id] = query;
        world.Deliver("shipping_query", new JsonObject
        {
            ["id"] = query.Id,
            ["from"] = person.ToJson(),
            ["invoice_payload"] = offer.Text("payload"),
            ["shipping_address"] = Address(),
        });
        return query;
    }

    /// <summary>Asks the bot to confirm.</summary>
    public static OpenQuery AskToCheckOut(
        this SandboxWorld world, Person person, JsonObject offer, JsonObject? shipping)
    {
        var query = new OpenQuery(world.NextQueryId(), person, world.Time.GetUtcNow() + Patience);
        world.CheckoutQueries[query.Id] = query;
        var payload = new JsonObject { ["id"] = query.Id, ["from"] = person.ToJson() };
        Describe(payload, person, offer, shipping);
        world.Deliver("pre_checkout_query", payload);
        return query;
    }

    /// <summary>The money is there: the message that says so.</summary>
    public static StoredMessage Settle(
        this SandboxWorld world, Room room, Person person, JsonObject offer, JsonObject? shipping)
    {
        var charge = "sandbox_charge_" + world.NextQueryId();
        var payment = new JsonObject();
        Describe(payment, person, offer, shipping);
        payment["telegram_payment_charge_id"] = charge;
        payment["provider_payment_charge_id"] = charge + "_provider";
        if (offer.Text("currency") == InvoiceMethods.Stars)
        {
            world.Treasury.Charges[charge] = (person, payment.Copy());
            world.Treasury.Earn(charge, payment.Long("total_amount"), world.Now, new JsonObject
            {
                ["type"] = "user",
                ["transaction_type"] = "invoice_payment",
                ["user"] = person.ToJson(),
                ["invoice_payload"] = offer.Text("payload"),
            });
        }
        MarkPaid(world, room, person, offer);
        return world.Post(room, person, new JsonObject { ["successful_payment"] = payment });
    }

    /// <summary>The invoice shows who paid it; one that was paid by its link may be in no message.</summary>
    private static void MarkPaid(SandboxWorld world, Room room, Person person, JsonObject offer)
    {
        if (room.Messages.Values.FirstOrDefault(message => ReferenceEquals(message.Offer, offer)) is not { } invoice || !invoice.Buyers.Add(person.Id))
            return;
        world.Feed.Publish("edited", Conversation.ChatEventJson(room, invoice), room.OwnBot);
    }

    /// <summary>Buys paid media; once is enough.</summary>
    public static void Buy(this SandboxWorld world, Room room, Person person, StoredMessage message)
    {
        if (message.Offer is not { } offer || !message.Json.Has("paid_media"))
            throw new InvalidOperationException("There is nothing to buy in this message.");
        if (!message.Buyers.Add(person.Id))
            throw new InvalidOperationException($"{person.FirstName} has bought it already.");
        var partner = new JsonObject
        {
            ["type"] = "user",
            ["transaction_type"] = "paid_media_payment",
            ["user"] = person.ToJson(),
            ["paid_media"] = message.Json["paid_media"]!["paid_media"]!.DeepClone(),
        };
        if (offer.Text("payload").Length > 0) partner["paid_media_payload"] = offer.Text("payload");
        world = world.Shared.WorldOf(message) ?? world;
        world.Treasury.Earn("sandbox_purchase_" + world.NextQueryId(), offer.Long("star_count"), world.Now, partner);
        world.Feed.Publish("edited", Conversation.ChatEventJson(room, message), room.OwnBot);
        if (offer.Text("payload").Length > 0 && !room.IsChannel)
            world.Deliver("purchased_paid_media",
                new JsonObject { ["from"] = person.ToJson(), ["paid_media_payload"] = offer.Text("payload") });
    }

    private static void Describe(JsonObject into, Person person, JsonObject offer, JsonObject? shipping)
    {
        into["currency"] = offer.Text("currency");
        into["total_amount"] = InvoiceMethods.Total(offer.Array("prices")) + InvoiceMethods.Total(shipping.Array("prices"));
        into["invoice_payload"] = offer.Text("payload");
        if (shipping is not null) into["shipping_option_id"] = shipping.Text("id");
        if (OrderInfo(person, offer) is { Count: > 0 } info) into["order_info"] = info;
    }

    /// <summary>Invented, but of the shape that the invoice asked for.</summary>
    private static JsonObject OrderInfo(Person person, JsonObject offer)
    {
        var info = new JsonObject();
        if (offer.Boolean("need_name")) info["name"] = $"{person.FirstName} {person.LastName}".Trim();
        if (offer.Boolean("need_phone_number")) info["phone_number"] = "15550100";
        if (offer.Boolean("need_email")) info["email"] = "customer@example.org";
        if (offer.Boolean("need_shipping_address") || offer.Boolean("is_flexible"))
            info["shipping_address"] = Address();
        return info;
    }

    private static JsonObject Address() => new()
    {
        ["country_code"] = "GB",
        ["state"] = "",
        ["city"] = "London",
        ["street_line1"] = "1 Example Street",
        ["street_line2"] = "",
        ["post_code"] = "EC1A 1BB",
    };
}
