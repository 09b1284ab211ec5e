using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>People pay. No money moves, and no payment provider is asked: everybody has enough.</summary>
public static class SandboxPayments
{
    /// <summary>
    /// Pays the newest invoice in the chat, waiting for one, and for the bot's answers to what is asked on the way.
    /// </summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="shipping">The title of a shipping option; null for the first. Only flexible invoices have
    /// any.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt, or why the bot refused.</returns>
    /// <exception cref="SandboxWaitException">There is no invoice, or the bot did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">There is no such shipping option.</exception>
    public static async Task<SandboxPayment> Pays(
        this SandboxVoice voice, string? shipping = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(voice);
        var invoice = await voice.Newest(message => message.Json.Has("invoice") && message.Offer is not null, "an invoice to pay", cancellationToken).ConfigureAwait(false);
        SandboxWorld world;
        lock (voice.World.Gate) world = voice.World.Shared.WorldOf(invoice) ?? voice.World;
        return await Pay(voice, world, invoice.Offer!, shipping, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pays an invoice by the link that <c>createInvoiceLink</c> answered.</summary>
    /// <param name="voice">Who; the receipt goes to this chat.</param>
    /// <param name="link">The link.</param>
    /// <param name="shipping">The title of a shipping option; null for the first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The receipt, or why the bot refused.</returns>
    /// <exception cref="SandboxWaitException">The bot did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">There is no such link or no such shipping option.</exception>
    public static Task<SandboxPayment> PaysLink(
        this SandboxVoice voice, string link, string? shipping = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(voice);
        SandboxWorld world;
        JsonObject offer;
        lock (voice.World.Gate)
        {
            world = voice.World.Shared.Worlds.Find(each => each.Treasury.InvoiceLinks.ContainsKey(link))
                ?? throw new InvalidOperationException($"No invoice has the link {link}.");
            offer = world.Treasury.InvoiceLinks[link];
        }
        return Pay(voice, world, offer, shipping, cancellationToken);
    }

    /// <summary>Buys the newest paid media in the chat that this user has not bought, waiting for some.</summary>
    /// <param name="voice">Who, and where.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The message as it is shown now, with its media.</returns>
    /// <exception cref="SandboxWaitException">There is none, in time.</exception>
    public static async Task<SandboxMessage> Buys(
        this SandboxVoice voice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(voice);
        var message = await voice.Newest(
            m => m.Json.Has("paid_media") && m.Offer is not null
                && !m.Buyers.Contains(voice.Id), "paid media to buy", cancellationToken).ConfigureAwait(false);
        lock (voice.World.Gate)
        {
            voice.World.Buy(voice.Room, voice.Person, message);
            return SandboxVoice.Seen(message);
        }
    }

    private static async Task<SandboxPayment> Pay(
        SandboxVoice voice, SandboxWorld world, JsonObject offer, string? title, CancellationToken cancellationToken)
    {
        JsonObject? shipping = null;
        if (offer.Boolean("is_flexible"))
        {
            var options = await Answer(voice, world, asked => asked.AskForShipping(voice.Person, offer), "the shipping query", cancellationToken).ConfigureAwait(false);
            if (!options.Boolean("ok")) return new SandboxPayment(options.Text("error_message"), null);
            shipping = options.Array("shipping_options")!.OfType<JsonObject>().FirstOrDefault(option => title is null || option.Text("title") == title)
                ?? throw new InvalidOperationException($"The bot does not ship by \"{title}\".");
        }
        var checkout = await Answer(voice, world, asked => asked.AskToCheckOut(voice.Person, offer, shipping), "the pre-checkout query", cancellationToken).ConfigureAwait(false);
        if (!checkout.Boolean("ok")) return new SandboxPayment(checkout.Text("error_message"), null);
        lock (world.Gate)
            return new SandboxPayment("", SandboxVoice.Seen(world.Settle(voice.Room, voice.Person, offer, shipping)));
    }

    private static Task<JsonObject> Answer(SandboxVoice voice, SandboxWorld world, Func<SandboxWorld, OpenQuery> ask,
        string what, CancellationToken cancellationToken)
    {
        OpenQuery query;
        lock (world.Gate) query = ask(world);
        return voice.Telegram.WaitFor(
            () => query.Answer, () => voice.Room, $"{voice.Name} expected {what} to be answered", cancellationToken);
    }
}
