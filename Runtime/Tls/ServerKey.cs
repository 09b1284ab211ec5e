using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Joins a certificate with its private key, for the kinds of key that both Kestrel and Telegram's client take.
/// </summary>
internal static class ServerKey
{
    private const int MinRsaBits = 2048;

    /// <exception cref="WebhookKeyStoreException">The key is of another kind, or too weak.</exception>
    public static void RequireSupported(string name, X509Certificate2 certificate)
    {
        var algorithm = certificate.GetKeyAlgorithm();
        if (algorithm == Pkcs8.Rsa)
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa?.KeySize < MinRsaBits)
                throw KeyErrors.UnsupportedKey(name, $"RSA of {rsa.KeySize} bits, which OpenSSL refuses as too weak");
        }
        else if (algorithm == Pkcs8.Ec)
        {
            RequireNamedCurve(name, certificate);
        }
        else
        {
            throw KeyErrors.UnsupportedKey(name, algorithm switch
            {
                "1.2.840.10040.4.1" => "DSA",
                "1.3.101.112" => "Ed25519",
                "1.3.101.113" => "Ed448",
                "1.2.840.113549.1.1.10" => "RSA restricted to PSS",
                _ => $"of kind {algorithm}",
            });
        }
    }

    /// <summary>The certificate with its key; the caller owns it.</summary>
    /// <exception cref="WebhookKeyStoreException">The key is not of the certificate's kind, or not its own.</exception>
    public static X509Certificate2 Join(string name, X509Certificate2 certificate, byte[] pkcs8)
    {
        if (pkcs8.Length > Pkcs8.MaxBytes)
            throw KeyErrors.UnsupportedKey(name, $"of {pkcs8.Length} bytes, longer than any that OpenSSL takes");
        if (Pkcs8.HasMorePrimes(pkcs8))
            throw KeyErrors.UnsupportedKey(name, "RSA of more than two primes");
        try
        {
            return Join(certificate, pkcs8);
        }
        catch (Exception mismatch) when (IsMismatch(mismatch))
        {
            throw KeyErrors.KeyMismatch(name, mismatch);
        }
    }

    /// <summary>Whether the key is the certificate's own.</summary>
    public static bool Matches(X509Certificate2 certificate, byte[] pkcs8)
    {
        if (certificate.GetKeyAlgorithm() is not (Pkcs8.Rsa or Pkcs8.Ec) || pkcs8.Length > Pkcs8.MaxBytes)
            return false;
        try
        {
            using var joined = Join(certificate, pkcs8);
            return true;
        }
        catch (Exception mismatch) when (IsMismatch(mismatch))
        {
            return false;
        }
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, byte[] pkcs8)
    {
        if (certificate.GetKeyAlgorithm() == Pkcs8.Rsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return certificate.CopyWithPrivateKey(rsa);
        }

        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(Pkcs8.WithNamedCurve(pkcs8), out _);
        return certificate.CopyWithPrivateKey(ec);
    }

    private static bool IsMismatch(Exception exception) => KeyDecoding.IsParserFault(exception);

    private static void RequireNamedCurve(string name, X509Certificate2 certificate)
    {
        string? curve;
        try
        {
            using var ec = certificate.GetECDsaPublicKey();
            // One that is given by its parameters, and is none of those that have a name, has no identifier at all.
            curve = ec?.ExportParameters(false).Curve.Oid?.Value;
        }
        catch (Exception unknown) when (unknown is CryptographicException or PlatformNotSupportedException)
        {
            throw KeyErrors.UnsupportedKey(name, "ECDSA on an unknown curve", unknown);
        }

        if (curve is not ("1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35"))
            throw KeyErrors.UnsupportedKey(name, $"ECDSA on the curve {curve ?? "(given by its parameters)"}");
    }
}
