using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>A webhook as it was set. Holds the secret token, so it is not a record and prints nothing of it.</summary>
internal sealed class WebhookSettings
{
    /// <summary>As it was given; compared as it is when the same is set again.</summary>
    public required string RawUrl { get; init; }

    public required WebhookUrl Url { get; init; }

    public required string SecretToken { get; init; }

    public required int MaxConnections { get; init; }

    /// <summary>ip_address as given; empty when the name is looked up.</summary>
    public required string FixedIp { get; init; }

    /// <summary>The uploaded certificate, as the bytes of its file.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The certificates in that file.</summary>
    public X509Certificate2Collection? TrustedRoots { get; set; }

    /// <summary>Where the webhook's host is, once known.</summary>
    public IPAddress? Address { get; set; }
}
