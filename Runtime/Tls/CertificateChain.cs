using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Puts a bag of certificates in order.</summary>
internal static class CertificateChain
{
    /// <summary>Telegram's client goes no deeper.</summary>
    private const int MaxDepth = 10;

    /// <summary>The issuers of a certificate, nearest first, as far as they are among the candidates; a self-signed root comes last.</summary>
    public static IReadOnlyList<X509Certificate2> Issuers(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> candidates)
    {
        var issuers = new List<X509Certificate2>();
        for (var current = leaf; !IsSelfIssued(current) && issuers.Count < MaxDepth;)
        {
            // A cross-signed issuer occurs under one name with several keys: the key identifier decides where it is given.
            var named = candidates.Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(current.IssuerName.RawData) && !issuers.Contains(c)).ToArray();
            var issuer = Array.Find(named, c => HasKeyOf(c, current)) ?? Array.Find(named, c => KeyId(c) is null || IssuerKeyId(current) is null);
            if (issuer is null)
                break;
            issuers.Add(issuer);
            current = issuer;
        }

        return issuers;
    }

    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool HasKeyOf(X509Certificate2 issuer, X509Certificate2 issued) =>
        KeyId(issuer) is { } own && IssuerKeyId(issued) is { } named && own.Span.SequenceEqual(named.Span);

    private static ReadOnlyMemory<byte>? KeyId(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;

    private static ReadOnlyMemory<byte>? IssuerKeyId(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
}
