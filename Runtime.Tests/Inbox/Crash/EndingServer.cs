using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// The server whose handler ends the process at once: this assembly started as a program. It prints where it listens,
/// each attempt that begins, and when an update is buried; it ends by itself when its standard input does.
/// </summary>
internal static class EndingServer
{
    public const int MaxAttempts = 3;

    /// <summary>The runtime takes a moment to end so.</summary>
    public const string FailFast = "fail-fast";

    /// <summary>It ends before anything of the attempt is on the disk.</summary>
    public const string Kill = "kill";

    public static async Task<int> Run(string path, string how)
    {
        await using var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.WriteLine($"{error.Outcome} after attempt {error.Attempt}: {error.Message}"),
            receiver: (update, _) =>
            {
                Console.WriteLine($"begun {UpdateAttempt.Current!.Number}");
                if (how == FailFast) Environment.FailFast("as the test wants");
                using var self = Process.GetCurrentProcess();
                self.Kill();
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
