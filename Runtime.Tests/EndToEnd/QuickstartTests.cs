using Quickstart;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The example that './build.sh run' runs, against the sandbox: certificate upload, TLS, the SQLite inbox, flows,
/// answers.
/// </summary>
public class QuickstartTests
{
    [Test]
    public async Task The_quickstart_bot_echoes_answers_commands_buttons_and_albums()
    {
        var folder = Directory.CreateTempSubdirectory("quickstart");
        try
        {
            await using var telegram = await TelegramSandbox.Start();
            using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
            var port = WebhookServerTests.FreePort();
            await using var server = await QuickstartBot.Start(bot, new Uri($"https://127.0.0.1:{port}/webhook_route"), port, "127.0.0.1", new WebhookServerOptions
            {
                Inbox = UpdateInbox.Sqlite(Path.Combine(folder.FullName, "bot.db")),
                LoggerFactory = NullLoggerFactory.Instance,
                MediaGroupsDebounce = TimeSpan.FromMilliseconds(100),
            });
            var ada = telegram.User("Ada");

            await ada.Says("hi");
            await ada.Hears("You said: hi");
            await ada.Starts();
            await ada.Hears(message => message.Text.StartsWith("Hello!", StringComparison.Ordinal));
            await ada.Says("/coffee");
            await ada.Hears("I do not know that command. Try /start, /choose, /help.");
            Assert.That((await bot.GetMyCommands()).Select(command => command.Command), Is.EqualTo(new[] { "start", "choose", "help" }));
            await ada.Says("/choose");
            await ada.Hears("Tea or coffee?");
            await ada.Presses("Tea");
            await ada.Hears("You chose tea.");
            await ada.SendsAlbum(3);
            var last = await ada.Hears("An album of 3. Nice.");

            Assert.That(last.Text, Does.Contain("3"));
            Assert.That(telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.True);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
