namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>
/// The server that logs to the default console at every update: this assembly started as a program. It ends with its
/// standard input.
/// </summary>
internal static class NoisyServer
{
    public static async Task<int> Run()
    {
        await using (var server = await WebhookServer.StartListenWebhooks(
            port: 0, host: "127.0.0.1", subroute: "hook", privateKeyConfig: null, onError: null,
            receiver: (_, _) => throw new InvalidOperationException("always"),
            options: new WebhookServerOptions { Inbox = UpdateInbox.None }))
        {
            await Console.Error.WriteLineAsync(server.Urls[0]);
            await Console.In.ReadToEndAsync();
        }

        return 0;
    }
}
