// Listens for updates without a bot token: for a webhook that was registered elsewhere, or for trying things with curl.
using System.Globalization;
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        ReceiveOnly prints each update that is posted to it. It is configured by environment variables:

          PORT           the port to listen on                                    (default 8080)
          HOST           the address to listen on                                 (default 127.0.0.1)
          SUBROUTE       the path to listen on                                    (default webhook_route)
          SECRET_TOKEN   what the sender must give as X-Telegram-Bot-Api-Secret-Token (default: none, any sender is accepted)
        """);
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"'{args[0]}' is unknown: this example takes no arguments but --help.");
    return 2;
}

if (!ushort.TryParse(Environment.GetEnvironmentVariable("PORT") ?? "8080", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine($"PORT is '{Environment.GetEnvironmentVariable("PORT")}', but a port is a number from 0 to 65535.");
    return 2;
}

try
{
    await using WebhookServer server = await WebhookServer.StartListenWebhooks(
        port: port,
        host: Environment.GetEnvironmentVariable("HOST") ?? "127.0.0.1",
        subroute: Environment.GetEnvironmentVariable("SUBROUTE") ?? "webhook_route",
        privateKeyConfig: null,
        onError: null, // what goes wrong is in the log; this is for alerts of your own
        receiver: (update, _) =>
        {
            Console.WriteLine(update);
            return ValueTask.CompletedTask;
        },
        options: new WebhookServerOptions { SecretToken = Environment.GetEnvironmentVariable("SECRET_TOKEN") });
    await server.WaitForShutdown();
    return 0;
}
catch (WebhookStartException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
