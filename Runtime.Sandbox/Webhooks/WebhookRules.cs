using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// The checks of <c>setWebhook</c> in the real server's order. <paramref name="cloud"/> adds those that a server
/// started with <c>--local</c> waives: scheme, port, reserved and IPv6 addresses, 100 connections at most.
/// </summary>
internal sealed class WebhookRules(bool cloud)
{
    private const int MaxCertificateBytes = 3 << 20;
    private const int MaxSecretBytes = 256;

    private static readonly int[] Ports = [443, 80, 88, 8443];

    public int MaxConnections(CallParameters given) =>
        given.Integer("max_connections", cloud ? 40 : 100, 1, cloud ? 100 : 100_000);

    /// <summary>
    /// Only an uploaded file counts; any other text (a file id, a path, PEM) is taken for no certificate.
    /// </summary>
    public static UploadedFile? Certificate(CallParameters given) =>
        given.File("certificate") ?? given.Attached(given.Text("certificate"));

    /// <summary>What is checked before the webhook is started.</summary>
    public WebhookSettings Read(CallParameters given, string url)
    {
        var parsed = WebhookUrl.Parse(url) ?? throw ApiError.BadRequest("invalid webhook URL specified");
        var secret = given.Text("secret_token");
        if (Encoding.UTF8.GetByteCount(secret) > MaxSecretBytes) throw ApiError.BadRequest("secret token is too long");
        if (!secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw ApiError.BadRequest("secret token contains unallowed characters");
        var certificate = Certificate(given)?.Content;
        if (certificate?.Length > MaxCertificateBytes)
            throw ApiError.BadRequest($"certificate size is too big ({certificate.Length} bytes)");
        return new WebhookSettings
        {
            RawUrl = url,
            Url = parsed,
            SecretToken = secret,
            MaxConnections = MaxConnections(given),
            FixedIp = given.Text("ip_address"),
            Certificate = certificate,
        };
    }

    /// <summary>What starting the webhook checks: these errors say "bad webhook".</summary>
    public void CheckStart(WebhookSettings settings)
    {
        if (cloud && !settings.Url.IsHttps) throw Bad("An HTTPS URL must be provided for webhook");
        if (cloud && !Ports.Contains(settings.Url.Port))
            throw Bad("Webhook can be set up only on ports 80, 88, 443 or 8443");
        if (settings.FixedIp.Length == 0) return;
        if (!IPAddress.TryParse(settings.FixedIp, out var address)) throw Bad("Invalid IP address specified");
        CheckAddress(address);
        settings.Address = address;
    }

    public void CheckAddress(IPAddress address)
    {
        if (cloud && ReservedAddresses.Problem(address) is { } problem) throw Bad(problem);
    }

    public static void LoadCertificate(WebhookSettings settings)
    {
        if (settings.Certificate is null || !settings.Url.IsHttps) return;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(Encoding.UTF8.GetString(settings.Certificate));
        }
        catch (CryptographicException)
        {
            roots.Clear();
        }
        if (roots.Count == 0)
            throw Bad("Failed to set custom certificate file{error:05880088:x509 certificate routines::no certificate or crl found}");
        settings.TrustedRoots = roots;
    }

    public static ApiError Bad(string text) => ApiError.BadRequest("bad webhook: " + text);
}
