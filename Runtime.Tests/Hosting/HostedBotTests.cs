using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>Bots of real apps, talked to through the local Telegram.</summary>
public class HostedBotTests
{
    [Test]
    public async Task An_app_with_a_bot_answers_a_user()
    {
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, port)).UseWebhook().Receive<EchoReceiver>();
        await using var app = await builder.Start();
        var ada = telegram.User("Ada");

        await ada.Says("hi");

        await ada.Hears("You said: hi");
    }

    /// <summary>Answers with what was said.</summary>
    private sealed class EchoReceiver(ITelegramBot bot) : IUpdateReceiver
    {
        public async ValueTask Receive(Types.Update update, CancellationToken cancellationToken)
        {
            if (update.Message is { Text: { } text } message)
                await bot.SendMessage(message.Chat.Id, $"You said: {text}", cancellationToken: cancellationToken);
        }
    }
}
