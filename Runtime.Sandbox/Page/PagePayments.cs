using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>
/// Paying an invoice on the page: pay, choose how it is shipped if the invoice is flexible, settle. Before each further
/// step the bot has to answer. Call while holding the world's gate.
/// </summary>
internal static class PagePayments
{
    /// <summary>Asks what shipping costs if the invoice wants that, else asks the bot to confirm.</summary>
    public static JsonObject Pay(SandboxWorld world, Person person, StoredMessage message)
    {
        var offer = OfferOf(person, message);
        world = world.Shared.WorldOf(message) ?? world;
        var ships = offer.Boolean("is_flexible");
        var query = ships ? world.AskForShipping(person, offer) : world.AskToCheckOut(person, offer, null);
        return new JsonObject { ["query"] = query.Id, ["ships"] = ships };
    }

    /// <summary>Asks the bot to confirm, once one of its shipping options was chosen.</summary>
    public static JsonObject CheckOut(SandboxWorld world, Person person, StoredMessage message, JsonObject asked) =>
        CheckOut(world.Shared.WorldOf(message) ?? world, person, OfferOf(person, message), asked);

    private static JsonObject CheckOut(SandboxWorld world, Person person, JsonObject offer, JsonObject asked) =>
        new() { ["query"] = world.AskToCheckOut(person, offer, Shipping(world, person, asked)).Id };

    /// <summary>Pays what the bot has confirmed.</summary>
    public static void Settle(SandboxWorld world, Room room, Person person, StoredMessage message, JsonObject asked)
    {
        var offer = OfferOf(person, message);
        world = world.Shared.WorldOf(message) ?? world;
        Confirmed(world.CheckoutQueries, person, asked.Text("query"));
        world.Settle(room, person, offer, Shipping(world, person, asked));
    }

    private static JsonObject OfferOf(Person person, StoredMessage message)
    {
        if (message.Offer is not { } offer || !message.Json.Has("invoice"))
            throw new InvalidOperationException("There is nothing to pay in this message.");
        return message.Buyers.Contains(person.Id)
            ? throw new InvalidOperationException($"{person.FirstName} has paid it already.")
            : offer;
    }

    private static JsonObject? Shipping(SandboxWorld world, Person person, JsonObject asked)
    {
        if (asked.Text("shipping").Length == 0) return null;
        var answer = Confirmed(world.ShippingQueries, person, asked.Text("shipping"));
        return answer.Array("shipping_options")?.ElementAtOrDefault(asked.Integer("option")) as JsonObject
            ?? throw new InvalidOperationException("There is no such way to ship it.");
    }

    private static JsonObject Confirmed(Dictionary<string, OpenQuery> queries, Person person, string id) =>
        queries.GetValueOrDefault(id) is { } query && query.From == person && query.Answer is { } answer && answer.Boolean("ok")
            ? answer : throw new InvalidOperationException("The bot has not confirmed this.");
}
