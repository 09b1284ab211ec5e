namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Whether a certificate names a host the way Telegram compares it.</summary>
internal enum HostNameResult
{
    /// <summary>It does.</summary>
    Match,

    /// <summary>It lists DNS names, and the host is not among them; the common name does not count then.</summary>
    NotAmongDnsNames,

    /// <summary>It lists no DNS names, and its common name is another.</summary>
    OtherCommonName,

    /// <summary>The host is an IP address and a public certificate needs it as an IP entry, which is missing.</summary>
    NotAmongIpAddresses,
}
