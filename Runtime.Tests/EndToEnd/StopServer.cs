namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The server that is told to stop: this assembly started as a program. It prints where it listens and when a handler
/// begins and ends. A text tells its handler what to do: "wait" for a line on standard input or for being cancelled,
/// "ignore" everything for ever, or else nothing.
/// </summary>
internal static class StopServer
{
    public static async Task<int> Run(string inboxPath, TimeSpan shutdownTimeout)
    {
        var line = Task.Run(Console.In.ReadLineAsync);
        await using var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null,
            onError: error => Console.Error.WriteLine(error),
            receiver: async (update, cancellationToken) =>
            {
                Console.WriteLine($"begun {update.UpdateId}");
                if (update.Message!.Text == "wait") await line.WaitAsync(cancellationToken);
                if (update.Message.Text == "ignore") await new TaskCompletionSource().Task;
                Console.WriteLine($"ended {update.UpdateId}");
            },
            options: new WebhookServerOptions { Inbox = UpdateInbox.Sqlite(inboxPath), ShutdownTimeout = shutdownTimeout });
        // From here on a signal is a request to stop; before, it would end the process.
        var shutdown = server.WaitForShutdown();
        Console.WriteLine($"Ready at {server.Urls[0]}");
        await shutdown;
        Console.WriteLine("over");
        return 0;
    }
}
