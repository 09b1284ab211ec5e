using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>What a registration is going to say. Not a record, for it holds the secret token.</summary>
internal sealed class PreflightInput
{
    /// <summary>The URL after the correction that adds a missing <c>https://</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The secret token; null or empty for none.</summary>
    public string? SecretToken { get; init; }

    /// <summary>The number of connections; null leaves it to Telegram.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The address that replaces DNS; null or empty for none.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The certificate to upload; null when none is.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>Whether the certificate is given by file id, so that its content is not known.</summary>
    public bool CertificateIsFileId { get; init; }

    /// <summary>What the server serves; null when TLS ends elsewhere.</summary>
    public ServerCertificate? Served { get; init; }

    /// <summary>
    /// Whether the server is Telegram's own, which enforces what a server with <c>--local</c> waives.
    /// </summary>
    public required bool IsTelegramCloud { get; init; }

    /// <summary>The time that validity is checked against.</summary>
    public required DateTimeOffset Now { get; init; }
}
