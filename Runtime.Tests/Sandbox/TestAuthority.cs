using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>Certificates as people make them for webhooks: self-signed, or from an authority of their own.</summary>
internal static class TestAuthority
{
    private static readonly DateTimeOffset NotBefore = DateTimeOffset.UnixEpoch.AddYears(40);

    public static DateTimeOffset NotAfter { get; } = DateTimeOffset.UnixEpoch.AddYears(200);

    public static X509Certificate2 SelfSigned(
        string commonName, string dnsName = "", string ipName = "", DateTimeOffset? notAfter = null)
    {
        using var key = RSA.Create(2048);
        return Request(key, commonName, dnsName, ipName).CreateSelfSigned(NotBefore, notAfter ?? NotAfter);
    }

    /// <summary>An authority, others below it, and a certificate of the last one, which comes with its key.</summary>
    public static (X509Certificate2Collection Authorities, X509Certificate2 Leaf) Issue(
        string commonName, string dnsName, int between = 0)
    {
        var key = RSA.Create(2048);
        var issuer = Authority(key, 0).CreateSelfSigned(NotBefore, NotAfter);
        var authorities = new X509Certificate2Collection(issuer);
        for (var number = 1; number <= between; number++)
        {
            key = RSA.Create(2048);
            using var below = Authority(key, number).Create(issuer, NotBefore, NotAfter, [1, (byte)number]);
            authorities.Add(issuer = below.CopyWithPrivateKey(key));
        }
        using var leafKey = RSA.Create(2048);
        using var leaf = Request(leafKey, commonName, dnsName, "").Create(issuer, NotBefore, NotAfter, [1, 2, 3, 4]);
        return (authorities, leaf.CopyWithPrivateKey(leafKey));
    }

    private static CertificateRequest Authority(RSA key, int number)
    {
        var request = Request(key, $"Authority {number}", "", "");
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static CertificateRequest Request(RSA key, string commonName, string dnsName, string ipName)
    {
        var request = new CertificateRequest(
            $"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName.Length > 0) names.AddDnsName(dnsName);
        if (ipName.Length > 0) names.AddIpAddress(IPAddress.Parse(ipName));
        if (dnsName.Length + ipName.Length > 0) request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
