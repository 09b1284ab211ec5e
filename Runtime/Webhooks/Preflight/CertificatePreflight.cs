using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Webhooks.Preflight;

/// <summary>
/// The rules for certificates: the one that is uploaded, the one that is served, and how they must fit together. With
/// an upload, Telegram trusts nothing but what was uploaded; without one, it trusts what its system trusts.
/// </summary>
internal static class CertificatePreflight
{
    /// <summary>How large a certificate to upload may be.</summary>
    public const int MaxBytes = 3 << 20;

    private const string NotLoadable = "Telegram would answer 'Bad Request: bad webhook: Failed to set custom certificate file'";

    private const string RefusesAll = $"Telegram would accept the webhook and then refuse every connection. (If a proxy in front of the server has a certificate of its own, set {nameof(WebhookServerOptions)}.{nameof(WebhookServerOptions.TlsEndsAtProxy)}.)";

    public static IReadOnlyList<PreflightProblem> Check(PreflightInput input, TelegramUrl? url)
    {
        if (url is { IsHttps: false })
            return [];
        var problems = new List<PreflightProblem>();
        if (input.CertificateIsFileId)
        {
            const string Ignored = "The certificate is given by file id. Telegram ignores such a certificate without a word and trusts only public authorities. Upload the file: new FileInfo(\"cert.pem\").ToInputFile().";
            problems.Add(input.Served is { } own && own.NeedsUpload(input.Now)
                ? PreflightProblem.Error($"{Ignored} As it is, Telegram would refuse every connection, for the certificate that is served is self-signed or comes from an authority of your own.")
                : PreflightProblem.Warning(Ignored));
        }
        else if (input.Certificate is { } content)
        {
            CheckUploaded(content, input, url, problems);
            return problems;
        }

        if (input.Served is { IsSelfSigned: false } served)
            CheckPublic(served, input.Now, url, problems);
        return problems;
    }

    /// <summary>What is said of a certificate of so many bytes.</summary>
    public static string TooBig(string bytes) =>
        $"The certificate to upload is {bytes} bytes long; {MaxBytes} are allowed. "
        + $"Telegram would answer 'Bad Request: certificate size is too big ({bytes} bytes)'.";

    private static void CheckUploaded(
        byte[] content, PreflightInput input, TelegramUrl? url, List<PreflightProblem> problems)
    {
        if (content.Length > MaxBytes)
        {
            problems.Add(PreflightProblem.Error(TooBig($"{content.Length}")));
            return;
        }

        var uploaded = Read(content, problems);
        try
        {
            foreach (var certificate in uploaded)
                CheckValidity(certificate, input.Now, problems);
            if (uploaded.Length > 0 && input.Served is { } served)
                CheckServed(served, uploaded, input.Now, url, problems);
            else if (uploaded.Length > 0 && url is not null
                && NameProblem(uploaded[0], url, isUploaded: true) is { } mismatch)
                problems.Add(PreflightProblem.Warning($"{mismatch} That is right only if it is the root of an authority of your own that has issued the certificate that is served."));
        }
        finally
        {
            Array.ForEach(uploaded, c => c.Dispose());
        }
    }

    private static X509Certificate2[] Read(byte[] content, List<PreflightProblem> problems)
    {
        const string Name = "the certificate to upload";
        switch (KeyStoreFormats.Recognize(content))
        {
            case KeyStoreFormat.Pem:
                break;
            case KeyStoreFormat.DerCertificate:
                problems.Add(PreflightProblem.Error($"The certificate to upload is binary (DER), not PEM. {NotLoadable}. Convert it: openssl x509 -inform der -in cert.der -out cert.pem"));
                return [];
            case KeyStoreFormat.Jks or KeyStoreFormat.Pkcs12:
                problems.Add(PreflightProblem.Error("The certificate to upload is a key store, which holds the private key: never upload it. Export the certificate: keytool -exportcert -rfc -keystore keystore.jks -alias alias -file cert.pem"));
                return [];
            default:
                problems.Add(PreflightProblem.Error($"The certificate to upload is not PEM. {NotLoadable}. Give the file that begins with -----BEGIN CERTIFICATE-----."));
                return [];
        }

        try
        {
            var blocks = PemText.Split(Name, content);
            if (blocks.Exists(PemReader.IsKey))
                problems.Add(PreflightProblem.Error("The certificate to upload has a private key beside it, which must never leave this machine. Upload a file with the certificate alone."));
            var certificates = PemReader.Certificates(Name, blocks);
            if (certificates.Length == 0)
                problems.Add(PreflightProblem.Error($"The file to upload holds no certificate. {NotLoadable}. Give the file that begins with -----BEGIN CERTIFICATE-----."));
            else if (OpenSslPemForm.Problem(content, certificates.Length) is { } form)
                problems.Add(PreflightProblem.Error($"The certificate to upload is PEM, but not in the form that Telegram reads: {form}. {NotLoadable}."));
            return certificates;
        }
        catch (WebhookKeyStoreException damaged)
        {
            problems.Add(PreflightProblem.Error($"The certificate to upload is cut off or corrupt ({damaged.InnerException?.Message}). {NotLoadable}. Export it again."));
            return [];
        }
    }

    private static void CheckValidity(X509Certificate2 certificate, DateTimeOffset now, List<PreflightProblem> problems)
    {
        var names = CertificateNames.Of(certificate);
        if (now > certificate.NotAfter.ToUniversalTime())
            problems.Add(PreflightProblem.Error($"The certificate to upload ({names}) expired at {KeyErrors.Time(certificate.NotAfter.ToUniversalTime())}. Telegram would accept it and then refuse every connection. Renew it."));
        else if (now < certificate.NotBefore.ToUniversalTime())
            problems.Add(PreflightProblem.Error($"The certificate to upload ({names}) is not valid before {KeyErrors.Time(certificate.NotBefore.ToUniversalTime())}. Check this machine's clock."));
    }

    private static void CheckServed(ServerCertificate served, X509Certificate2[] uploaded, DateTimeOffset now,
        TelegramUrl? url, List<PreflightProblem> problems)
    {
        if (url is not null && NameProblem(served.Certificate, url, isUploaded: true) is { } mismatch)
            problems.Add(PreflightProblem.Error($"{mismatch} {RefusesAll}"));
        if (Vouches(uploaded, served, now))
            return;
        var isLeaf = uploaded.Any(c => c.RawDataMemory.Span.SequenceEqual(served.Certificate.RawDataMemory.Span));
        problems.Add(PreflightProblem.Error(isLeaf
            ? "The certificate to upload is the one that is served, but it is not self-signed: Telegram needs the root it was issued from. Upload the root's certificate, or none if the authority is a public one."
            : $"The certificate to upload ({CertificateNames.Of(uploaded[0])}) does not belong to the private key in use: it is neither the certificate that is served from {served.Name} nor its root. Export it anew from the same key store."));
    }

    /// <summary>
    /// Whether a client that trusts nothing but the uploaded certificates accepts the one that is served, its name
    /// aside.
    /// </summary>
    private static bool Vouches(X509Certificate2[] uploaded, ServerCertificate served, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.AddRange(uploaded);
        chain.ChainPolicy.ExtraStore.AddRange(served.Issuers.ToArray());
        // Expiry has its own message.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(served.Certificate);
    }

    private static void CheckPublic(
        ServerCertificate served, DateTimeOffset now, TelegramUrl? url, List<PreflightProblem> problems)
    {
        if (url is not null && NameProblem(served.Certificate, url, isUploaded: false) is { } mismatch)
            problems.Add(PreflightProblem.Error($"{mismatch} {RefusesAll}"));
        if (!served.IsTrustedBySystem(now))
            problems.Add(PreflightProblem.Warning($"This machine does not trust the certificate that is served from {served.Name}, so Telegram hardly will: either its authority is not a public one (then upload the root's certificate) or the intermediate certificates are missing from the key store."));
    }

    private static string? NameProblem(X509Certificate2 certificate, TelegramUrl url, bool isUploaded)
    {
        var names = CertificateNames.Of(certificate);
        var rule = TelegramHostNameCheck.Check(names, url.Host, isUploaded) switch
        {
            HostNameResult.Match => null,
            HostNameResult.NotAmongIpAddresses => "without an upload Telegram looks for an IP address among the certificate's IP entries alone",
            HostNameResult.NotAmongDnsNames => "Telegram looks among the DNS entries alone when there are any",
            _ => "Telegram looks at the common name, as there are no DNS entries",
        };
        var address = isUploaded && url.Address is not null
            ? " An IP address is compared as a name there, so it must stand as the common name or as a DNS entry."
            : "";
        return rule is null ? null : $"The certificate is for {names}, not for the URL's host '{url.Host}': {rule}.{address} Make one for that host, for example with WebhookPrivateKeyConfig.SelfSigned(\"{url.Host}\").";
    }
}
