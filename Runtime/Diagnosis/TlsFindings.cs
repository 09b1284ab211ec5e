using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>Makes a TLS handshake as Telegram's client does, and judges the certificate as it does.</summary>
internal static class TlsFindings
{
    /// <param name="connection">Where to.</param>
    /// <param name="uploadedPem">The only certificates that are trusted; null for the system's authorities.</param>
    /// <param name="isUploadUnknown">Whether something was uploaded of which nobody here knows what.</param>
    /// <param name="now">The time that validity is judged at.</param>
    /// <param name="findings">Takes what is found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether Telegram would go on to send a request.</returns>
    public static async Task<bool> Examine(
        WebhookConnection connection, string? uploadedPem, bool isUploadUnknown, DateTimeOffset now, FindingList findings, CancellationToken cancellationToken)
    {
        using var served = new ServedChain();
        try
        {
            var stream = await connection.Open(cancellationToken).ConfigureAwait(false);
            var tls = new SslStream(stream, leaveInnerStreamOpen: false);
            await using (tls.ConfigureAwait(false))
                await connection.Limit(token => tls.AuthenticateAsClientAsync(Options(connection.Url, served), token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            await JudgeFailure(connection, e, findings, cancellationToken).ConfigureAwait(false);
            return false;
        }

        return Judge(connection.Url, served, uploadedPem, isUploadUnknown, now, findings);
    }

    /// <summary>What Telegram's client asks for: no ALPN, and the host's name only where it is one.</summary>
    public static SslClientAuthenticationOptions Options(TelegramUrl url, ServedChain served) => new()
    {
        TargetHost = url.Address is null ? url.Host : "",
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = served.Take,
    };

    /// <summary>Judges what is served, or would be.</summary>
    /// <returns>Whether Telegram accepts it.</returns>
    public static bool Judge(TelegramUrl url, ServedChain served, string? uploadedPem, bool isUploadUnknown,
        DateTimeOffset now, FindingList findings)
    {
        if (served.Leaf is not { } leaf)
            return false;
        var names = CertificateNames.Of(leaf);
        var seen = $"{names}, issued by {leaf.Issuer}, valid until {KeyErrors.Time(leaf.NotAfter.ToUniversalTime())}";
        var isValid = CertificateFindings.JudgeTime(
            leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime(), now, seen, findings);
        var hasUpload = uploadedPem is not null || isUploadUnknown;
        var isNamed = TelegramHostNameCheck.Check(names, url.Host, hasUpload) == HostNameResult.Match;
        if (!isNamed)
        {
            findings.Add("tls.wrong-name", FindingSeverity.Error,
                $"The certificate that is served is for {names}, not for the URL's host {url.Host}.",
                hasUpload && url.Address is not null
                    ? "Telegram compares an IP address as a name when a certificate was uploaded, so it must stand as the common name or as a DNS entry."
                    : "Telegram refuses the connection.",
                "Serve a certificate for that host, or correct the host in the URL.", seen);
        }

        return JudgeTrust(served, leaf, uploadedPem, isUploadUnknown, now, seen, findings) && isNamed && isValid;
    }

    private static bool JudgeTrust(
        ServedChain served, X509Certificate2 leaf, string? uploadedPem, bool isUploadUnknown, DateTimeOffset now, string seen, FindingList findings)
    {
        if (isUploadUnknown || served.IsTrusted(uploadedPem, now))
            return true;
        if (uploadedPem is not null)
        {
            findings.Add("tls.not-uploaded", FindingSeverity.Error,
                "The certificate that is served is not vouched for by the one that was uploaded.",
                "Telegram trusts nothing else, so it refuses the connection. A proxy may serve a certificate of its own, or the server a renewed one.",
                "Register the webhook again with the certificate that is served (or its root); with a proxy's certificate of a public authority, upload none and set TlsEndsAtProxy.", seen);
        }
        else if (leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData))
        {
            findings.Add("tls.self-signed", FindingSeverity.Error,
                "The certificate that is served is self-signed, and none was uploaded.",
                "Telegram trusts public authorities alone then, so it refuses the connection.",
                "Upload it with setWebhook, or get one from a public authority.", seen);
        }
        else
        {
            findings.Add("tls.not-trusted", FindingSeverity.Error,
                "The certificate that is served leads to no authority that this machine knows.",
                served.Others.Count == 0
                    ? "The server sends no intermediate certificate, and Telegram does not fetch missing ones."
                    : "Its authority is not a public one, or an intermediate certificate is missing.",
                "Serve the whole chain (fullchain.pem), or upload the root if the authority is your own.", seen,
                FindingCertainty.Likely);
        }

        return false;
    }

    private static async Task JudgeFailure(
        WebhookConnection connection, Exception failure, FindingList findings, CancellationToken cancellationToken)
    {
        var row = await PlainHttp.Answers(connection, cancellationToken).ConfigureAwait(false)
            ? DeliveryAdvice.Of("wrong version number")
            : null;
        if (row is not null)
        {
            findings.Add("tls.plain-http", FindingSeverity.Error, $"What answers at port {connection.Url.Port} speaks plain HTTP.", row.Why, row.WhatToDo, failure.Message);
            return;
        }

        findings.Add("tls.failed", FindingSeverity.Error,
            $"The TLS handshake with {connection.Address}, port {connection.Url.Port}, fails.",
            "What answers there speaks no TLS, has no certificate for the URL's host, or has no version or cipher in common with usual clients.",
            $"Look at it with: openssl s_client -connect {connection.Address}:{connection.Url.Port} -servername {connection.Url.Host}", (failure.InnerException ?? failure).Message);
    }
}
