using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// The server whose handler ends the process at once: this assembly started as a program. It prints where it listens, each attempt that begins, and
/// when an update is buried; it ends by itself when its standard input does.
/// </summary>
internal static class EndingServer
{
    public const int MaxAttempts = 3;

    public static async Task<int> Run(string path)
    {
        await using var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.WriteLine($"{error.Outcome} after attempt {error.Attempt}: {error.Message}"),
            receiver: (update, _) =>
            {
                Console.WriteLine($"begun {UpdateAttempt.Current!.Number}");
                Environment.FailFast("as the test wants");
                return default;
            },
            options: new WebhookServerOptions
            {
                Inbox = UpdateInbox.Sqlite(path),
                LoggerFactory = NullLoggerFactory.Instance,
                Delivery = new DeliveryOptions { MaxAttempts = MaxAttempts },
            });
        Console.WriteLine(server.Urls[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
