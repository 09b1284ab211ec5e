using System.Net;
using System.Text;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Checks what a caller passed, before anything is opened. Every problem goes into one list.</summary>
internal static class WebhookArguments
{
    private const int MinBodyBytes = 1024;

    /// <summary>Everything a start is given; returns the path to listen on, or null when it is none.</summary>
    public static WebhookPath? Check(WebhookTarget target, WebhookServerOptions options, SetWebhook? setWebhook,
        Redaction redaction, StartProblems problems)
    {
        if (!IsPort(target.Port))
            problems.Add($"The port to listen on must be 0 (any free port) to 65535, but is {target.Port}.");
        if (string.IsNullOrWhiteSpace(target.Host))
            problems.Add("The host to listen on is empty. Use \"0.0.0.0\" for all addresses or \"127.0.0.1\" behind a proxy on the same machine.");
        if (!WebhookPath.TryParse(target.Subroute, out var path, out var problem))
            problems.Add(problem!);
        if (options.HealthPath is { } health)
        {
            if (!WebhookPath.TryParse(health, out var healthPath, out var healthProblem))
                problems.Add($"HealthPath cannot be used. {healthProblem}");
            else if (problem is null && healthPath.ToString() == path.ToString())
                problems.Add(
                    "HealthPath is the path that updates are posted to. Give it another one, such as \"/health\".");
        }

        problems.AddRange(SenderProblems(options.SecretToken, options.AllowedNetworks, options.MaxBodyBytes, options.MaxBytesInFlight));
        problems.AddRange(ConnectionProblems(target, options, setWebhook));
        problems.AddRange(FileProblems(target, redaction));
        problems.AddRange(InboxProblems.Of(options.Inbox, redaction));
        problems.AddRange(
            DeliveryOptions.Problems(options.Delivery, options.MediaGroupsDebounce, options.ShutdownTimeout));
        if (setWebhook?.SecretToken is { Length: > 0 } registered && options.SecretToken is { } expected
            && registered != expected)
            problems.Add("SetWebhook and WebhookServerOptions name different secret tokens; give one of them, or the same to both.");
        return problem is null ? path : null;
    }

    /// <summary>The options of a route.</summary>
    /// <exception cref="WebhookStartException">Something cannot be used; it lists all of it.</exception>
    public static void Check(WebhookRouteOptions options, string pattern)
    {
        var problems = new StartProblems(Redaction.OfTokens);
        problems.AddRange(RoutePattern.Problems(pattern));
        problems.AddRange(Problems(options, Redaction.OfTokens));
        problems.ThrowIfAny();
    }

    /// <summary>What is wrong with the options of a route.</summary>
    public static IEnumerable<string> Problems(WebhookRouteOptions options, Redaction redaction) =>
    [
        .. SenderProblems(options.SecretToken, options.AllowedNetworks, options.MaxBodyBytes, options.MaxBytesInFlight),
        .. InboxProblems.Of(options.Inbox, redaction),
        .. DeliveryOptions.Problems(options.Delivery, options.MediaGroupsDebounce, options.ShutdownTimeout),
    ];

    /// <summary>Whether a socket can be bound to what the target says.</summary>
    public static bool IsBindable(WebhookTarget target) =>
        IsPort(target.Port) && !string.IsNullOrWhiteSpace(target.Host);

    private static bool IsPort(int port) => port is >= 0 and <= 65535;

    private static IEnumerable<string> SenderProblems(
        string? secretToken, IReadOnlyList<IPNetwork>? allowedNetworks, int maxBodyBytes, long maxBytesInFlight)
    {
        if (secretToken is not null && !IsSecretToken(secretToken))
            yield return "SecretToken must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -.";
        if (allowedNetworks is { Count: 0 })
        {
            yield return "AllowedNetworks is an empty list, so no update could ever come in. Name the networks, such as TelegramNetworks.All, "
                + "or leave it out to allow all.";
        }

        if (maxBodyBytes < MinBodyBytes)
            yield return $"MaxBodyBytes must be at least {MinBodyBytes}, but is {maxBodyBytes}; Telegram sends up to some 512 KiB.";
        if (maxBytesInFlight < maxBodyBytes)
        {
            yield return $"MaxBytesInFlight must be at least MaxBodyBytes ({maxBodyBytes}), but is {maxBytesInFlight}: "
                + "the largest body would never be taken.";
        }
    }

    private static IEnumerable<string> ConnectionProblems(
        WebhookTarget target, WebhookServerOptions options, SetWebhook? setWebhook)
    {
        if (options.MaxConnections < 1)
            yield return $"MaxConnections must be at least 1, but is {options.MaxConnections}.";
        else if (setWebhook?.MaxConnections > options.MaxConnections)
        {
            yield return $"SetWebhook asks Telegram for {setWebhook.MaxConnections} connections, "
                + $"and WebhookServerOptions.MaxConnections allows {options.MaxConnections}.";
        }

        if (options.TrustedProxies is { Count: 0 })
            yield return "TrustedProxies is an empty list. Name the proxies' networks, or leave it out when there is no proxy.";
        if (target.Host is not null && ListenAddress.UnixPath(target.Host) is { } path
            && (target.Port != 0 || path.Length == 0))
            yield return "A Unix socket is named as \"unix:/path/of/the.socket\", and has no port: pass 0.";
    }

    // As for the inbox: a file's name is seen by everybody who may list its directory, and stands in logs and errors.
    private static IEnumerable<string> FileProblems(WebhookTarget target, Redaction redaction)
    {
        if (target.Host is not null && ListenAddress.UnixPath(target.Host) is { } socket && redaction.Finds(socket))
            yield return NamedAfterASecret("Unix socket");
        if (target.PrivateKeyConfig?.Source.Paths.Any(redaction.Finds) == true)
            yield return NamedAfterASecret("key");
    }

    private static string NamedAfterASecret(string what) =>
        $"The path of the {what} contains a bot token or the secret token. Names of files are no secrets; give another path.";

    private static bool IsSecretToken(string text) =>
        text.Length is >= 1 and <= 256 && Encoding.UTF8.GetByteCount(text) == text.Length
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
