using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telegram.Webhooks.Runtime;

namespace Quickstart;

/// <summary>
/// What the environment says. A second quickstart on the same machine gets ports and a file of its own by itself.
/// </summary>
internal sealed class QuickstartSettings
{
    private const int BotPort = 8443;
    private const int TelegramPort = 8081;

    public const string Help = """
        Quickstart runs a small bot. Without settings it runs against a Telegram of its own on this machine, with a chat page.

          TELEGRAM_BOT_TOKEN   the token that @BotFather gave you
          PUBLIC_URL           where Telegram reaches this bot, such as https://bot.example.org:8443/webhook_route
                               (both together: the real Telegram is used)
          PORT                 the port the bot listens on              (default 8443, or any free one if that is taken)
          SANDBOX_PORT         the port of the local Telegram           (default 8081, or any free one if that is taken)
          DATA_FOLDER          where the bot keeps what it has not handled yet   (default .telegram below this folder)
        """;

    private QuickstartSettings(string? token, Uri? publicUrl, int port, int sandboxPort, string folder)
    {
        (Token, PublicUrl, Port, SandboxPort, Folder) = (token, publicUrl, port, sandboxPort, folder);
    }

    /// <summary>The real Telegram's; null for the local one.</summary>
    public string? Token { get; }

    public Uri? PublicUrl { get; }

    public int Port { get; }

    public int SandboxPort { get; }

    public string Folder { get; }

    /// <exception cref="FormatException">A setting is wrong.</exception>
    public static QuickstartSettings Read()
    {
        var (token, url) = (Text("TELEGRAM_BOT_TOKEN"), Text("PUBLIC_URL"));
        if (token is null != url is null)
            throw new FormatException("TELEGRAM_BOT_TOKEN and PUBLIC_URL go together.\n" + Help);
        if (url is not null && !Uri.TryCreate(url, UriKind.Absolute, out _))
            throw new FormatException($"PUBLIC_URL '{url}' is not a URL such as https://bot.example.org:8443/webhook_route.");

        // Behind a public URL the port is a promise; on this machine any will do.
        var port = Chosen("PORT") ?? (token is null ? FreePort(BotPort, "The bot", "PORT") : BotPort);
        if (port == 0 && token is null) port = TryListen(0)!.Value;
        var telegram = Chosen("SANDBOX_PORT") ?? (token is null ? FreePort(TelegramPort, "The local Telegram", "SANDBOX_PORT") : TelegramPort);
        return new QuickstartSettings(token, url is null ? null : new Uri(url), port, telegram, Text("DATA_FOLDER") ?? ".telegram");
    }

    /// <summary>One file a port, so that two of them in one folder do not take each other's updates.</summary>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public WebhookServerOptions Inbox()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"quickstart-{Port}.db"));
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
                return new WebhookServerOptions { Inbox = UpdateInbox.Sqlite(path) };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The bot cannot keep its updates in '{Path.GetFullPath(Folder)}': {error.Message} Set DATA_FOLDER to a folder that can be written to.", error);
        }
    }

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    private static int? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"{name} is '{text}', but a port is a number from 0 to 65535.");
    }

    private static int? Chosen(string name) => Number(name) is not { } port || TryListen(port) is not null
        ? Number(name)
        : throw new FormatException($"Port {port} is taken by another program. Set {name} to another port, or leave it out for any that is free.");

    private static int FreePort(int wanted, string what, string variable)
    {
        if (TryListen(wanted) is { } free) return free;
        var other = TryListen(0)!.Value;
        Console.WriteLine($"Port {wanted} is taken, perhaps by another quickstart. {what} uses {other} instead; set {variable} to choose one.");
        return other;
    }

    private static int? TryListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
