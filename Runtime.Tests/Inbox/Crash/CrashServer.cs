using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Tests.Inbox.Crash;

/// <summary>
/// The server that is killed: this assembly started as a program. It prints where it listens, then a line for each
/// update whose handling ended, with the message ids of all its parts, and ends when its standard input does.
/// </summary>
internal static class CrashServer
{
    private const int SlowestHandlingMilliseconds = 4;

    public static async Task<int> Run(string path)
    {
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await using var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.Error.WriteLine(error),
            receiver: async (update, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(SlowestHandlingMilliseconds)),
                    TimeProvider.System, cancellationToken);
                var parts = update.MediaGroup ?? [update.Message!];
                output.WriteLine(
                    $"handled {update.Message!.Chat.Id} {string.Join(' ', parts.Select(part => part.MessageId))}");
            },
            options: new WebhookServerOptions
            {
                Inbox = UpdateInbox.Sqlite(path),
                MediaGroupsDebounce = TimeSpan.FromMilliseconds(50),
                LoggerFactory = NullLoggerFactory.Instance,
            });
        output.WriteLine(server.Urls[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
