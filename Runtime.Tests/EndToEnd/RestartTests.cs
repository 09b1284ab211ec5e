using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The one call against the sandbox, over TLS with an uploaded certificate: what happens while the bot is away.
/// </summary>
internal sealed class RestartTests
{
    [Test]
    public async Task What_was_said_while_the_bot_was_away_is_handled_in_order_and_once()
    {
        var folder = Directory.CreateTempSubdirectory("restart");
        try
        {
            await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { WaitTimeout = TimeSpan.FromSeconds(20) });
            using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
            var port = WebhookServerTests.FreePort();
            var heard = new ConcurrentQueue<string>();
            var ada = telegram.User("Ada");
            await using (await Start(bot, port, folder, heard))
            {
                await ada.Says("1");
                await ada.Hears("heard 1");
            }
            foreach (var text in new[] { "2", "3", "4" }) await ada.Says(text);
            Assert.That((await telegram.Deliveries(2))[^1].Error, Is.Not.Null);
            await using (await Start(bot, port, folder, heard)) await ada.Hears("heard 4");
            Assert.That(heard, Is.EqualTo(new[] { "1", "2", "3", "4" }));
            Assert.That(telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.True);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<WebhookServer> Start(
        TelegramBot bot, int port, DirectoryInfo folder, ConcurrentQueue<string> heard) =>
        bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "hook", new SetWebhook($"https://127.0.0.1:{port}/hook"),
            WebhookPrivateKeyConfig.SelfSigned("127.0.0.1"), onError: null,
            async (update, cancellationToken) =>
            {
                heard.Enqueue(update.Message!.Text!);
                await bot.SendMessage(
                    update.Message.Chat.Id, "heard " + update.Message.Text, cancellationToken: cancellationToken);
            },
            new WebhookServerOptions { Inbox = UpdateInbox.Sqlite(Path.Combine(folder.FullName, "bot.db")), LoggerFactory = NullLoggerFactory.Instance });
}
