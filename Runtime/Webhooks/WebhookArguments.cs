using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Checks what a caller passed, before anything is opened. Every problem goes into one list.</summary>
internal static class WebhookArguments
{
    private const int MinBodyBytes = 1024;

    /// <summary>Everything a start is given; returns the path to listen on.</summary>
    /// <exception cref="WebhookStartException">Something cannot be used; it lists all of it.</exception>
    public static WebhookPath Check(WebhookTarget target, WebhookServerOptions options, SetWebhook? setWebhook)
    {
        var problems = new List<string>();
        if (target.Port is < 0 or > 65535)
            problems.Add($"The port to listen on must be 0 (any free port) to 65535, but is {target.Port}.");
        if (string.IsNullOrWhiteSpace(target.Host))
            problems.Add("The host to listen on is empty. Use \"0.0.0.0\" for all addresses or \"127.0.0.1\" behind a proxy on the same machine.");
        if (!WebhookPath.TryParse(target.Subroute, out var path, out var problem))
            problems.Add(problem!);
        CheckSender(options.SecretToken, options.AllowedNetworks, options.MaxBodyBytes, options.MaxBytesInFlight, problems);
        CheckConnections(target, options, setWebhook, problems);
        problems.AddRange(DeliveryOptions.Problems(options.Delivery, options.MediaGroupsDebounce, options.ShutdownTimeout));
        if (setWebhook?.SecretToken is { Length: > 0 } registered && options.SecretToken is { } expected && registered != expected)
            problems.Add("SetWebhook and WebhookServerOptions name different secret tokens; give one of them, or the same to both.");
        ThrowIfAny(problems);
        return path;
    }

    /// <summary>The options of a route.</summary>
    /// <exception cref="WebhookStartException">Something cannot be used; it lists all of it.</exception>
    public static void Check(WebhookRouteOptions options)
    {
        var problems = new List<string>();
        CheckSender(options.SecretToken, options.AllowedNetworks, options.MaxBodyBytes, options.MaxBytesInFlight, problems);
        problems.AddRange(DeliveryOptions.Problems(options.Delivery, options.MediaGroupsDebounce, options.ShutdownTimeout));
        ThrowIfAny(problems);
    }

    private static void ThrowIfAny(List<string> problems)
    {
        if (problems.Count > 0)
            throw new WebhookStartException(problems);
    }

    private static void CheckSender(string? secretToken, IReadOnlyList<IPNetwork>? allowedNetworks, int maxBodyBytes, long maxBytesInFlight, List<string> problems)
    {
        if (secretToken is not null && !IsSecretToken(secretToken))
            problems.Add("SecretToken must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -.");
        if (allowedNetworks is { Count: 0 })
            problems.Add("AllowedNetworks is an empty list, so no update could ever come in. Name the networks, such as TelegramNetworks.All, or leave it out to allow all.");
        if (maxBodyBytes < MinBodyBytes)
            problems.Add($"MaxBodyBytes must be at least {MinBodyBytes}, but is {maxBodyBytes}; Telegram sends up to some 512 KiB.");
        if (maxBytesInFlight < maxBodyBytes)
            problems.Add($"MaxBytesInFlight must be at least MaxBodyBytes ({maxBodyBytes}), but is {maxBytesInFlight}: the largest body would never be taken.");
    }

    private static void CheckConnections(WebhookTarget target, WebhookServerOptions options, SetWebhook? setWebhook, List<string> problems)
    {
        if (options.MaxConnections < 1)
            problems.Add($"MaxConnections must be at least 1, but is {options.MaxConnections}.");
        else if (setWebhook?.MaxConnections > options.MaxConnections)
            problems.Add($"SetWebhook asks Telegram for {setWebhook.MaxConnections} connections, and WebhookServerOptions.MaxConnections allows {options.MaxConnections}.");
        if (options.TrustedProxies is { Count: 0 })
            problems.Add("TrustedProxies is an empty list. Name the proxies' networks, or leave it out when there is no proxy.");
        if (target.Host is not null && ListenAddress.UnixPath(target.Host) is { } path && (target.Port != 0 || path.Length == 0))
            problems.Add("A Unix socket is named as \"unix:/path/of/the.socket\", and has no port: pass 0.");
    }

    private static bool IsSecretToken(string text) =>
        text.Length is >= 1 and <= 256 && Encoding.UTF8.GetByteCount(text) == text.Length
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
