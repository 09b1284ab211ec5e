using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto.Parameters;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Puts a bag of certificates in order, by who has signed whom.</summary>
internal static class CertificateChain
{
    /// <summary>Telegram's client goes no deeper.</summary>
    private const int MaxDepth = 10;

    /// <summary>What OpenSSL takes as well; checking a signature by a larger key takes seconds.</summary>
    private const int MaxRsaBits = 8192;

    private const int MaxExponentBits = 64;

    /// <summary>
    /// The issuers of a certificate, nearest first, as far as they are among the candidates; a self-signed root comes
    /// last.
    /// </summary>
    /// <param name="leaf">The certificate that is served.</param>
    /// <param name="candidates">What else there is, in any order.</param>
    /// <param name="now">A renewed issuer has the name and the key of the old one: what is valid then is preferred, and
    /// what stays so longest.</param>
    public static IReadOnlyList<X509Certificate2> Issuers(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> candidates, DateTimeOffset now)
    {
        var issuers = new List<X509Certificate2>();
        for (var current = leaf; !IsSelfSigned(current) && issuers.Count < MaxDepth;)
        {
            var named = candidates.Where(c => HasNameOf(c, current) && !issuers.Contains(c) && !c.RawDataMemory.Span.SequenceEqual(current.RawDataMemory.Span));
            var issuer = named.Where(c => IsSignedBy(current, c))
                .OrderByDescending(c => c.NotBefore.ToUniversalTime() <= now && now <= c.NotAfter.ToUniversalTime())
                .ThenByDescending(c => c.NotAfter).FirstOrDefault();
            if (issuer is null)
                break;
            issuers.Add(issuer);
            current = issuer;
        }

        return issuers;
    }

    /// <summary>
    /// Whether a certificate vouches for itself. One that an authority of the same name has signed does not.
    /// </summary>
    public static bool IsSelfSigned(X509Certificate2 certificate) =>
        HasNameOf(certificate, certificate) && IsSignedBy(certificate, certificate);

    private static bool HasNameOf(X509Certificate2 issuer, X509Certificate2 issued) =>
        issuer.SubjectName.RawData.AsSpan().SequenceEqual(issued.IssuerName.RawData);

    /// <summary>
    /// Several authorities may share a name, so the signature decides; where it is of a kind not known here, the key's
    /// identifier.
    /// </summary>
    private static bool IsSignedBy(X509Certificate2 issued, X509Certificate2 issuer)
    {
        try
        {
            Asn1Shape.Require(issuer.RawData);
            Asn1Shape.Require(issued.RawData);
            var key = new BouncyCertificate(issuer.RawData).GetPublicKey();
            if (key is RsaKeyParameters rsa && (rsa.Modulus.BitLength > MaxRsaBits || rsa.Exponent.BitLength > MaxExponentBits))
                return false;
            return new BouncyCertificate(issued.RawData).IsSignatureValid(key);
        }
        catch (Exception unknown) when (KeyDecoding.IsParserFault(unknown))
        {
            return KeyId(issuer) is not { } own || IssuerKeyId(issued) is not { } asked
                || own.Span.SequenceEqual(asked.Span);
        }
    }

    private static ReadOnlyMemory<byte>? KeyId(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;

    private static ReadOnlyMemory<byte>? IssuerKeyId(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
}
