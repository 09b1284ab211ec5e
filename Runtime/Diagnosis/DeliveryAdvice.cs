namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>
/// What <c>last_error_message</c> of <c>getWebhookInfo</c> says and what it means. The only place that explains why
/// Telegram cannot deliver.
/// </summary>
internal static class DeliveryAdvice
{
    /// <summary>
    /// The first row that is about a text counts. What a server answered is in <see cref="StatusAdvice"/>.
    /// </summary>
    public static IReadOnlyList<AdviceRow> Rows { get; } =
    [
        new("delivery.plain-http", "wrong version number",
            "What answers at the URL's port speaks plain HTTP, while the URL is https. No certificate is involved.",
            "Give the server a privateKeyConfig, or let the proxy speak TLS on that port; if TLS is served on another port, correct the port in the URL."),
        new("delivery.certificate-refused", "certificate verify failed",
            "Telegram does not trust the certificate that is served: it is not the one that was uploaded nor issued from it, or no public authority vouches for it, or it has expired, or it is for another host, "
            + "or intermediate certificates are missing.",
            "Upload the very certificate that the server uses (or its root), and check that it names the URL's host. If a proxy before the server has a certificate of its own, that is the one that counts: "
            + "set TlsEndsAtProxy, and upload nothing unless the proxy's certificate is self-signed."),
        new("delivery.tls-name", "unrecognized name",
            "What answers has no certificate for the host that the URL names, and ends the TLS handshake.",
            "Set the proxy up for the URL's host, or correct the host in the URL."),
        new("delivery.tls-name", "internal error",
            "What answers ends the TLS handshake by itself, as proxies do that have no certificate for the host that the URL names.",
            "Set the proxy up for the URL's host and look into its log, or correct the host in the URL."),
        new("delivery.tls-broken", "unexpected eof",
            "What answers closes the connection in the middle of the TLS handshake: a proxy that does not know the URL's host, "
            + "a firewall, or a server that ended.",
            "Set the proxy up for the URL's host and look into its log; check that nothing in front of it lets only some clients in."),
        new("delivery.tls-handshake", "handshake failure",
            "Telegram and what answers there have no TLS version or cipher in common, or it asks for a client certificate, which Telegram has none of.",
            "Allow TLS 1.2 or 1.3 with usual ciphers, and do not ask for client certificates on this host."),
        new("delivery.tls-version", "protocol version",
            "Telegram and what answers there have no TLS version in common.",
            "Allow TLS 1.2 or 1.3."),
        new("delivery.tls", "SSL",
            "The TLS handshake with what answers at the URL's port fails.",
            "Examine the connection with bot.ExamineWebhook(…), or look at it with: openssl s_client -connect host:port -servername host"),
        new("delivery.connection-refused", "Connection refused",
            "The machine is there, but nothing listens at the URL's port, or a firewall says so.",
            "Check that the server runs, that it listens on an address reachable from the internet (\"0.0.0.0\", not \"127.0.0.1\"), and that port forwarding leads to its port."),
        new("delivery.unreachable", "No route to host",
            "There is no way from Telegram to the address.",
            "Check that DNS has the public address, and the firewall."),
        new("delivery.unreachable", "Network is unreachable",
            "There is no way from Telegram to the address.",
            "Check that DNS has the public IPv4 address, and the firewall."),
        new("delivery.timed-out", "timed out",
            "There is no answer at the address: usually a firewall drops the packets, or DNS has a wrong or a private address.",
            "Check DNS, the firewall (it must let 149.154.160.0/20 and 91.108.4.0/22 in) and the port forwarding."),
        new("delivery.connection-broken", "Connection reset",
            "The connection was made and then broken off by what stands there: a proxy without a server behind it, a firewall, or a server that ended.",
            "Look into the log of the proxy; check that the server does not end or start again all the time."),
        new("delivery.connection-broken", "Broken pipe",
            "The connection was broken off while Telegram was still sending.",
            "Look into the log of the proxy for a limit on the size of bodies or on time."),
        new("delivery.cannot-connect", "Can't connect",
            "Telegram could not open a connection to the server.",
            "Check DNS, the firewall, the port forwarding, and that the server listens on an address reachable from the internet."),
        new("delivery.too-slow", "Read timeout expired",
            "No answer came within 60 s, so Telegram sends the update again.",
            "Use an inbox, which answers at once (with UpdateInbox.None the receiver runs first), and check that no proxy holds requests up."),
        new("delivery.too-slow", "Write timeout expired",
            "The server did not take in what Telegram sent.",
            "Check the load of the machine, and that no proxy holds requests up."),
        new("delivery.http-version", "HTTP Version Not Supported",
            "What answers does not speak HTTP/1.1, the only version Telegram takes.",
            "Allow HTTP/1.1 on this host."),
        new("delivery.content-encoding", "unsupported content-encoding",
            "The answer is compressed in a way that Telegram does not read (it takes gzip and deflate), so the update counts as failed and comes again.",
            "Turn compression off in the proxy for this path."),
        new("delivery.answer-too-large", "Request Entity Too Large",
            "The answer has more than Telegram takes (1 MiB of parameters), so the update counts as failed and comes again.",
            "Answer with an empty body, or a small call."),
        new("delivery.dns", "resolve host",
            "Telegram's DNS does not know the URL's host any more.",
            "Check the DNS entry (an A record is needed), and that the domain has not expired."),
        new("delivery.reserved-address", "is reserved",
            "DNS leads to an address that is not reachable from the internet.",
            "Give the host's A record the public address."),
    ];

    private static readonly AdviceRow Other = new("delivery.other", "",
        "Telegram could not deliver.", "See https://core.telegram.org/bots/webhooks for what Telegram expects, and examine the connection with bot.ExamineWebhook(…).");

    /// <summary>Whether a finding comes from this table, or from that of the statuses.</summary>
    public static bool IsFrom(string id) =>
        id.StartsWith("delivery.", StringComparison.Ordinal) || id.StartsWith("answer.", StringComparison.Ordinal);

    /// <summary>What an error text of a delivery means.</summary>
    public static AdviceRow Of(string error) =>
        StatusAdvice.StatusIn(error) is { } status ? StatusAdvice.Of(status) : Rows.FirstOrDefault(row => row.IsAbout(error)) ?? Other;
}
