using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class PaymentTests : MethodTest
{
    private static readonly LabeledPrice[] Tea = [new() { Label = "Tea", Amount = 350 }, new() { Label = "Tax", Amount = 50 }];
    private static readonly LabeledPrice[] Ten = [new() { Label = "Ten", Amount = 10 }];

    [Test]
    public async Task An_invoice_is_paid_once_the_bot_has_confirmed()
    {
        var sent = await Api.SendInvoice(
            Ada.Id, "Tea", "A cup", "order-1", "EUR", Tea, providerToken: "provider", needName: true, needEmail: true);
        Assert.That((sent.Invoice!.Title, sent.Invoice.Currency, sent.Invoice.TotalAmount),
            Is.EqualTo(("Tea", "EUR", 400L)));
        var paying = Ada.Pays();
        var query = await News(update => update.PreCheckoutQuery);
        Assert.That((query.From.Id, query.InvoicePayload, query.TotalAmount, query.OrderInfo!.Name),
            Is.EqualTo((Ada.Id, "order-1", 400L, "Ada Lovelace")));
        Assert.That(await Api.AnswerPreCheckoutQuery(query.Id, true), Is.True);
        var payment = await paying.WaitAsync(Guard);
        Assert.That((payment.IsPaid, payment.Error), Is.EqualTo((true, "")));
        var receipt = await News(update => update.Message);
        Assert.That(receipt.MessageId, Is.EqualTo(payment.Receipt!.Id));
        Assert.That((receipt.SuccessfulPayment!.InvoicePayload, receipt.SuccessfulPayment.TotalAmount, receipt.SuccessfulPayment.OrderInfo!.Email is not null), Is.EqualTo(("order-1", 400L, true)));
        Assert.That((await Api.GetMyStarBalance()).Amount, Is.Zero, "money of a provider is no Stars");
        await Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
            () => Api.AnswerPreCheckoutQuery(query.Id, true));
    }

    [Test]
    public async Task Shipping_is_asked_for_first_and_added_to_the_price()
    {
        await Api.SendInvoice(
            Ada.Id, "Tea", "A cup", "order-1", "EUR", Tea, providerToken: "provider", isFlexible: true);
        var paying = Ada.Pays("Ship");
        var shipping = await News(update => update.ShippingQuery);
        Assert.That((shipping.InvoicePayload, shipping.ShippingAddress.CountryCode), Is.EqualTo(("order-1", "GB")));
        await Refused(400, "Bad Request: parameter \"shipping_options\" is required",
            () => Api.AnswerShippingQuery(shipping.Id, true));
        ShippingOption[] options = [new() { Id = "air", Title = "Plane", Prices = [new() { Label = "x", Amount = 900 }] }, new() { Id = "sea", Title = "Ship", Prices = [new() { Label = "x", Amount = 100 }] }];
        await Api.AnswerShippingQuery(shipping.Id, true, options);
        var checkout = await News(update => update.PreCheckoutQuery);
        Assert.That((checkout.ShippingOptionId, checkout.TotalAmount, checkout.OrderInfo!.ShippingAddress!.City),
            Is.EqualTo(("sea", 500L, "London")));
        await Api.AnswerPreCheckoutQuery(checkout.Id, true);
        Assert.That((await paying.WaitAsync(Guard)).IsPaid, Is.True);
    }

    [Test]
    public async Task The_bot_may_refuse_with_a_reason()
    {
        await Api.SendInvoice(
            Ada.Id, "Tea", "A cup", "order-1", "EUR", Tea, providerToken: "provider", isFlexible: true);
        var paying = Ada.Pays();
        var shipping = await News(update => update.ShippingQuery);
        await Refused(400, "Bad Request: parameter \"error_message\" is required",
            () => Api.AnswerShippingQuery(shipping.Id, false));
        await Api.AnswerShippingQuery(shipping.Id, false, errorMessage: "Not to islands");
        var refused = await paying.WaitAsync(Guard);
        Assert.That((refused.IsPaid, refused.Error, refused.Receipt is null),
            Is.EqualTo((false, "Not to islands", true)));

        await Api.SendInvoice(Ada.Id, "Ten", "Stars", "order-2", "XTR", Ten);
        var again = Ada.Pays();
        await Api.AnswerPreCheckoutQuery((await News(update => update.PreCheckoutQuery)).Id, false, "Sold out");
        Assert.That((await again.WaitAsync(Guard)).Error, Is.EqualTo("Sold out"));
        Assert.That((await Api.GetStarTransactions()).Transactions, Is.Empty);
    }

    [Test]
    public async Task Stars_are_earned_listed_and_given_back_once()
    {
        var link = await Api.CreateInvoiceLink("Ten", "Stars", "order-3", "XTR", Ten);
        var paying = Ada.PaysLink(link);
        await Api.AnswerPreCheckoutQuery((await News(update => update.PreCheckoutQuery)).Id, true);
        await paying.WaitAsync(Guard);
        var charge = (await News(update => update.Message)).SuccessfulPayment!.TelegramPaymentChargeId;
        Assert.That((await Api.GetMyStarBalance()).Amount, Is.EqualTo(10));
        var earned = (await Api.GetStarTransactions()).Transactions.Single();
        Assert.That((earned.Id, earned.Amount, ((TransactionPartnerUser)earned.Source!).User.Id),
            Is.EqualTo((charge, 10L, Ada.Id)));

        Assert.That(await Api.RefundStarPayment(Ada.Id, charge), Is.True);
        Assert.That((await Api.GetMyStarBalance()).Amount, Is.Zero);
        Assert.That((await Api.GetStarTransactions(offset: 1)).Transactions.Single().Receiver,
            Is.InstanceOf<TransactionPartnerUser>());
        await Ada.Hears(message => message.ToJson()["refunded_payment"] is not null, "of the refund");
        await Refused(400, "Bad Request: CHARGE_ALREADY_REFUNDED", () => Api.RefundStarPayment(Ada.Id, charge));
        await Refused(400, "Bad Request: CHARGE_NOT_FOUND", () => Api.RefundStarPayment(Ada.Id, "nonsense"));
        await Assert.ThatAsync(() => Ada.PaysLink("https://t.me/$nonsense"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Ten_seconds_are_all_the_bot_has()
    {
        await Api.SendInvoice(Ada.Id, "Ten", "Stars", "order-4", "XTR", Ten);
        using var enough = new CancellationTokenSource();
        var paying = Ada.Pays(cancellationToken: enough.Token);
        var query = await News(update => update.PreCheckoutQuery);
        await Pass(TimeSpan.FromSeconds(11));
        await Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
            () => Api.AnswerPreCheckoutQuery(query.Id, true));
        await enough.CancelAsync();
        await Assert.ThatAsync(() => paying, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Invoices_that_nobody_could_pay_are_refused()
    {
        await Refused(400, "Bad Request: PAYMENT_PROVIDER_INVALID",
            () => Api.SendInvoice(Ada.Id, "Tea", "A cup", "x", "EUR", Tea));
        await Refused(400, "Bad Request: CURRENCY_INVALID",
            () => Api.SendInvoice(Ada.Id, "Tea", "A cup", "x", "Euro", Tea, providerToken: "p"));
        await Refused(400, "Bad Request: STARS_INVOICE_INVALID",
            () => Api.SendInvoice(Ada.Id, "Tea", "A cup", "x", "XTR", Tea));
        await Refused(400, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID",
            () => Api.SendInvoice(Ada.Id, "Tea", "A cup", "x", "EUR", [], providerToken: "p"));
        var sent = await Api.SendInvoice(Ada.Id, "Ten", "Stars", "x", "XTR", Ten);
        await Refused(400, "Bad Request: message can't be copied",
            () => Api.CopyMessage(Ada.Id, Ada.Id, sent.MessageId));
    }

    [Test]
    public async Task Paid_media_are_shown_once_they_are_bought()
    {
        var sent = await Api.SendPaidMedia(
            Ada.Id, 25, [new InputPaidMediaPhoto { Media = Picture() }], payload: "picture-1", caption: "worth it");
        Assert.That((sent.PaidMedia!.StarCount, sent.PaidMedia.PaidMedia.Single() is PaidMediaPhoto),
            Is.EqualTo((25L, true)));
        var before = await Ada.Hears("worth it");
        Assert.That(Kind(before), Is.EqualTo("preview"));
        Assert.That(Kind(await Ada.Buys()), Is.EqualTo("photo"));
        var bought = await News(update => update.PurchasedPaidMedia);
        Assert.That((bought.From.Id, bought.PaidMediaPayload), Is.EqualTo((Ada.Id, "picture-1")));
        Assert.That((await Api.GetMyStarBalance()).Amount, Is.EqualTo(25));
        Assert.That(((TransactionPartnerUser)(await Api.GetStarTransactions()).Transactions.Single().Source!).PaidMediaPayload, Is.EqualTo("picture-1"));
        await Refused(400, "Bad Request: STARS_AMOUNT_INVALID",
            () => Api.SendPaidMedia(Ada.Id, 0, [new InputPaidMediaPhoto { Media = Picture() }]));
        await Refused(400, "Bad Request: message can't be copied",
            () => Api.CopyMessage(Ada.Id, Ada.Id, sent.MessageId));
    }

    private static string Kind(SandboxMessage message) =>
        message.ToJson()["paid_media"]!["paid_media"]![0]!["type"]!.GetValue<string>();
}
