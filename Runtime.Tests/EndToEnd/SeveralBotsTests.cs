using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>Three bots of this library on one local Telegram: one polls, two have webhooks.</summary>
public sealed class SeveralBotsTests
{
    [Test]
    public async Task One_bot_polls_and_two_have_webhooks_each_with_chats_of_its_own_and_a_group_in_common()
    {
        await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { WaitTimeout = TestServers.Guard });
        var (shop, help) = (telegram.AddBot("Shop"), telegram.AddBot("Help"));
        using var polling = BotFor(telegram, telegram.Bot);
        using var shopping = BotFor(telegram, shop);
        using var helping = BotFor(telegram, help);
        await using var session = await polling.LongPolling(
            Echo(polling, "polled"), new LongPollingOptions { Inbox = UpdateInbox.InMemory(), Timeout = TimeSpan.FromSeconds(5) });
        await using var shopServer = await Listen(shopping, "shop");
        await using var helpServer = await Listen(helping, "help");

        var (ada, bob) = (telegram.User("Ada"), telegram.User("Bob"));
        await ada.Says("one");
        await ada.To(shop).Says("two");
        await bob.To(help).Says("three");
        await ada.Hears("polled: one");
        await ada.To(shop).Hears("shop: two");
        await bob.To(help).Hears("help: three");

        var team = telegram.Supergroup("Team", ada, bob);
        await team.AddsBot(shop);
        await ada.In(team).Says("hello");
        await Task.WhenAll(ada.In(team).Hears("polled: hello"), ada.In(team).Hears("shop: hello"));
        await helping.DeleteWebhook();
        await ada.To(shop).Says("still there");
        await ada.To(shop).Hears("shop: still there");

        Assert.That(telegram.WebhookInfo()["url"]!.GetValue<string>(), Is.Empty);
        Assert.That(shop.WebhookInfo()["url"]!.GetValue<string>(), Does.EndWith("/shop"));
        Assert.That(help.WebhookInfo()["url"]!.GetValue<string>(), Is.Empty);
        Assert.That((await shop.Deliveries(3)).Select(made => (made.Kind, made.Status)), Is.EqualTo(Enumerable.Repeat(("message", (int?)200), 3)));
        Assert.That((await help.Deliveries(1)).Select(made => made.Kind), Is.EqualTo(new[] { "message" }));
        Assert.That(await telegram.Deliveries(0), Is.Empty, "the bot that polls");
    }

    private static TelegramBot BotFor(TelegramSandbox telegram, SandboxBot bot) =>
        new(bot.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });

    private static UpdateReceiver Echo(TelegramBot bot, string name) => async (update, token) =>
    {
        if (update.Message?.Text is { } text)
            await bot.SendMessage(update.Message.Chat.Id, $"{name}: {text}", cancellationToken: token);
    };

    private static async Task<WebhookServer> Listen(TelegramBot bot, string name)
    {
        var port = WebhookServerTests.FreePort();
        return await bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", name, new SetWebhook($"http://127.0.0.1:{port}/{name}") { AllowedUpdates = ["message"] },
            null, null, Echo(bot, name),
            new WebhookServerOptions { Inbox = UpdateInbox.InMemory() });
    }
}
