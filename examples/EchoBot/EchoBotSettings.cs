using System.Globalization;
using System.Net;
using Telegram.Webhooks.Runtime;

/// <summary>What the example is told by environment variables.</summary>
internal sealed class EchoBotSettings
{
    public const string Help = """
        EchoBot answers every message with its own text. It is configured by environment variables:

          TELEGRAM_BOT_TOKEN   the token that @BotFather gave you                                   (required)
          PUBLIC_URL           where Telegram reaches this bot, such as https://bot.example.org:8443/webhook_route
                                                                                                    (required)
          PORT                 the port to listen on                                                (default 8443)
          HOST                 the address to listen on                                             (default 0.0.0.0)
          SUBROUTE             the path to listen on           (default: the path of PUBLIC_URL)
          KEYSTORE             a JKS or PKCS#12 key store; without one and without CERTIFICATE the bot listens in plain
                               HTTP, for a proxy in front of it that speaks TLS
          KEYSTORE_PASSWORD, KEY_ALIAS, KEY_PASSWORD
                               of that key store; KEY_ALIAS is required, KEY_PASSWORD defaults to KEYSTORE_PASSWORD
          CERTIFICATE          a PEM certificate to upload to Telegram, for a key that is not publicly trusted;
                               "self-signed" makes key and certificate on the spot
          BASE_URL             another Bot API server                                (default https://api.telegram.org)
        """;

    public required string Token { get; init; }

    public required string PublicUrl { get; init; }

    public required int Port { get; init; }

    public required string Host { get; init; }

    public required string Subroute { get; init; }

    public required string BaseUrl { get; init; }

    public FileInfo? Certificate { get; init; }

    public WebhookPrivateKeyConfig? PrivateKey { get; init; }

    /// <summary>The settings, or null when a required one is missing.</summary>
    public static EchoBotSettings? FromEnvironment()
    {
        if (Read("TELEGRAM_BOT_TOKEN") is not { } token || Read("PUBLIC_URL") is not { } publicUrl)
            return null;
        if (!Uri.TryCreate(publicUrl.Contains("://", StringComparison.Ordinal) ? publicUrl : "https://" + publicUrl, UriKind.Absolute, out var url))
            throw new FormatException($"PUBLIC_URL '{publicUrl}' is not a URL such as https://bot.example.org:8443/webhook_route.");
        var certificate = Read("CERTIFICATE");
        var selfSigned = certificate == "self-signed";
        return new EchoBotSettings
        {
            Token = token,
            PublicUrl = publicUrl,
            Port = ReadPort(8443),
            Host = Read("HOST") ?? "0.0.0.0",
            Subroute = Read("SUBROUTE") ?? url.AbsolutePath,
            BaseUrl = Read("BASE_URL") ?? TelegramBotOptions.TelegramBaseUrl,
            Certificate = certificate is null || selfSigned ? null : new FileInfo(certificate),
            PrivateKey = selfSigned ? WebhookPrivateKeyConfig.SelfSigned(url.Host) : KeyStore(),
        };
    }

    private static WebhookPrivateKeyConfig? KeyStore()
    {
        if (Read("KEYSTORE") is not { } path)
            return null;
        var alias = Read("KEY_ALIAS")
            ?? throw new ArgumentException(
                $"KEY_ALIAS is missing: it names the key in KEYSTORE, and 'keytool -list -keystore {path}' shows it.");
        var password = Read("KEYSTORE_PASSWORD") ?? "";
        return new WebhookPrivateKeyConfig(path, password, alias, Read("KEY_PASSWORD") ?? password);
    }

    private static int ReadPort(int otherwise)
    {
        if (Read("PORT") is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"PORT is '{text}', but a port is a number from 0 to 65535.");
    }

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
