using System.Net;
using System.Net.Sockets;
using System.Text;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>
/// Telegram's rules for <c>setWebhook</c>, checked before it is called: a refused call makes Telegram drop the webhook
/// that is set. Pure: no network, no files.
/// </summary>
internal static class WebhookPreflight
{
    private const int MaxSecretBytes = 256;
    private const int CloudConnections = 100;
    private const int LocalConnections = 100_000;

    /// <summary>
    /// What all headers of a delivery may take; beyond it Telegram accepts the webhook and never sends anything.
    /// </summary>
    private const int MaxHeaderBytes = 4096;

    /// <summary>
    /// The headers whose length does not depend on the registration, the longest Content-Length included.
    /// </summary>
    private const int FixedHeaderBytes = 160;

    /// <summary>Every problem there is, in the order of the parameters.</summary>
    public static IReadOnlyList<PreflightProblem> Check(PreflightInput input) =>
        [.. CheckRequest(input), .. CertificatePreflight.Check(input, TelegramUrl.Parse(input.Url).Url)];

    /// <summary>The problems that are none of the certificate.</summary>
    public static IReadOnlyList<PreflightProblem> CheckRequest(PreflightInput input)
    {
        var (url, reason) = TelegramUrl.Parse(input.Url);
        return
        [
            .. url is null ? Unparsable(input.Url, reason!) : UrlRules(url, input),
            .. SecretTokenRules(input.SecretToken),
            .. ConnectionRules(input),
            .. AddressRules(input),
        ];
    }

    private static IEnumerable<PreflightProblem> Unparsable(string url, string reason)
    {
        yield return PreflightProblem.Error(url.Trim().Length == 0
            ? "The webhook URL is empty, and to Telegram setWebhook with an empty URL means deleteWebhook. Give the public URL."
            : $"The webhook URL cannot be used: {reason}. Telegram would answer 'Bad Request: invalid webhook URL specified'. Give it as https://host[:port]/path.");
    }

    private static IEnumerable<PreflightProblem> UrlRules(TelegramUrl url, PreflightInput input)
    {
        if (input.IsTelegramCloud && !url.IsHttps)
            yield return PreflightProblem.Error($"The webhook URL {url} is not https. Telegram would answer 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'. Only a Bot API server of your own, run with --local, takes http.");
        if (input.IsTelegramCloud && url.IsHttps && url.Port is not (443 or 80 or 88 or 8443))
            yield return PreflightProblem.Error($"Telegram does not deliver to port {url.Port}. It would answer 'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'. The port of the URL may differ from the port listened on: put a proxy or port forwarding between them.");
        if (url.Target.Contains('#', StringComparison.Ordinal))
            yield return PreflightProblem.Error("The webhook URL has a '#fragment'. Telegram does not cut it off but sends it in the request line, which no server routes. Remove it.");
        if (input.IsTelegramCloud && string.IsNullOrEmpty(input.IpAddress))
        {
            if (PrivateHost(url) is { } problem)
                yield return problem;
        }

        var headers = HeaderBytes(url, input.SecretToken);
        if (headers > MaxHeaderBytes)
            yield return PreflightProblem.Error($"The path of the webhook URL and the secret token make the headers of each delivery {headers} bytes long. Telegram sends at most {MaxHeaderBytes} and drops what is longer without a word. Shorten the path.");
    }

    private static PreflightProblem? PrivateHost(TelegramUrl url)
    {
        if (url.Address is { } address)
            return Unreachable(address, "the URL's host");
        if (url.Host == "localhost" || url.Host.EndsWith(".localhost", StringComparison.Ordinal))
            return PreflightProblem.Error($"The host {url.Host} is this machine itself. Telegram would answer 'Bad Request: bad webhook: IP address 127.0.0.1 is reserved'. Give a host that is reachable from the internet, such as a tunnel's.");
        return url.Host.TrimEnd('.').Contains('.', StringComparison.Ordinal)
            ? null
            : PreflightProblem.Warning($"The host '{url.Host}' has no dot, so public DNS will hardly know it. Telegram would answer 'Bad Request: bad webhook: Failed to resolve host: ...'.");
    }

    private static IEnumerable<PreflightProblem> SecretTokenRules(string? token)
    {
        if (string.IsNullOrEmpty(token))
            yield break;
        var bytes = Encoding.UTF8.GetByteCount(token);
        if (bytes > MaxSecretBytes)
            yield return PreflightProblem.Error($"The secret token is {bytes} bytes long; {MaxSecretBytes} are allowed. Telegram would answer 'Bad Request: secret token is too long'.");
        if (!token.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            yield return PreflightProblem.Error("The secret token may only have the characters A-Z, a-z, 0-9, '_' and '-'. Telegram would answer 'Bad Request: secret token contains unallowed characters'.");
    }

    private static IEnumerable<PreflightProblem> ConnectionRules(PreflightInput input)
    {
        var most = input.IsTelegramCloud ? CloudConnections : LocalConnections;
        if (input.MaxConnections is { } given && (given < 1 || given > most))
            yield return PreflightProblem.Error($"The number of connections must be from 1 to {most}, but is {given}. Telegram would silently take the nearest allowed number."
                + (given is > CloudConnections and <= LocalConnections ? " Only a Bot API server of your own, run with --local, opens more than 100." : ""));
    }

    private static IEnumerable<PreflightProblem> AddressRules(PreflightInput input)
    {
        if (string.IsNullOrEmpty(input.IpAddress))
            yield break;
        if (!IPAddress.TryParse(input.IpAddress, out var address)
            || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != input.IpAddress))
            yield return PreflightProblem.Error($"'{input.IpAddress}' is not an IP address. Telegram would answer 'Bad Request: bad webhook: Invalid IP address specified'. Give it as four numbers with dots, or leave it out to use DNS.");
        else if (input.IsTelegramCloud && Unreachable(address, "the fixed IP address") is { } problem)
            yield return problem;
    }

    private static PreflightProblem? Unreachable(IPAddress address, string what)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return PreflightProblem.Error($"{Capital(what)} {address} is IPv6, which Telegram does not deliver to. It would answer 'Bad Request: bad webhook: IPv6-only addresses are not allowed'. Give an IPv4 address or a name that has one.");
        return ReservedAddresses.Contain(address)
            ? PreflightProblem.Error($"{Capital(what)} {address} is not reachable from the internet. Telegram would answer 'Bad Request: bad webhook: IP address {address} is reserved'. Give the public address, such as a tunnel's or the router's.")
            : null;
    }

    private static int HeaderBytes(TelegramUrl url, string? secretToken)
    {
        // Bytes at or below a space are sent as %XX.
        var target = Encoding.UTF8.GetBytes(url.Target).Sum(b => b <= 0x20 ? 3 : 1);
        var secret = string.IsNullOrEmpty(secretToken)
            ? 0
            : "X-Telegram-Bot-Api-Secret-Token: \r\n".Length + Encoding.UTF8.GetByteCount(secretToken);
        var basic = url.UserInfo.Length == 0
            ? 0
            : "Authorization: Basic \r\n".Length + ((Encoding.UTF8.GetByteCount(url.UserInfo) + 2) / 3 * 4);
        return FixedHeaderBytes + target + url.Host.Length + secret + basic;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
