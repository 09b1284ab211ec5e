using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Delivery.Said.Kill;

/// <summary>
/// The bot that is killed: this assembly started as a program. It says three sentences to each update, with pauses
/// between them.
/// </summary>
internal static class SayingServer
{
    public const int Sentences = 3;

    // Long beside the window in which a note may be lost: most of what a killed handler has said must not be said
    // again.
    private const int LongestPauseMilliseconds = 600;

    public static async Task<int> Run(string path, string botApi)
    {
        using var bot = new TelegramBot(MockTelegram.Token, new TelegramBotOptions { BaseUrl = botApi });
        await using var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.Error.WriteLine(error),
            receiver: async (update, cancellationToken) =>
            {
                for (var sentence = 1; sentence <= Sentences; sentence++)
                {
                    await bot.SendMessage(
                        update.Message!.Chat.Id, $"{update.UpdateId}/{sentence}", cancellationToken: cancellationToken);
                    if (sentence == Sentences) break;
                    var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(LongestPauseMilliseconds));
                    await Task.Delay(pause, TimeProvider.System, cancellationToken);
                }
            },
            options: new WebhookServerOptions
            {
                Inbox = UpdateInbox.Sqlite(path),
                LoggerFactory = NullLoggerFactory.Instance,
                // Over tens of kills some updates are handled at five of them, and would be given up as what ends the
                // process itself.
                Delivery = new DeliveryOptions { MaxConcurrency = 100, MaxAttempts = int.MaxValue },
            });
        Console.WriteLine(server.Urls[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
