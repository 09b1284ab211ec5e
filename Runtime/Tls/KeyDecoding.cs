using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Asn1;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>What the readers share: from BouncyCastle's objects to the framework's.</summary>
internal static class KeyDecoding
{
    private static readonly DerObjectIdentifier Pkcs12Schemes = new("1.2.840.113549.1.12.1");

    /// <summary>
    /// Whether an exception thrown while parsing means "this content is bad". BouncyCastle reports bad content by
    /// whatever its arithmetic runs into (array bounds, casts, overflows), so everything counts but what says that the
    /// process itself is ill.
    /// </summary>
    public static bool IsParserFault(Exception exception) =>
        exception is not (WebhookKeyStoreException or StackOverflowException or AccessViolationException or OperationCanceledException);

    /// <summary>
    /// A password as BouncyCastle must be given it for a scheme. PKCS#12's own schemes take its characters; all others
    /// take bytes, for which everybody uses UTF-8, while BouncyCastle makes a byte of each character.
    /// </summary>
    /// <param name="scheme">The scheme's object identifier; null for OpenSSL's old way of encrypting PEM.</param>
    /// <param name="password">The password.</param>
    public static char[] PasswordFor(DerObjectIdentifier? scheme, string password) =>
        scheme is not null && scheme.On(Pkcs12Schemes) ? password.ToCharArray() : Encoding.Latin1.GetChars(Encoding.UTF8.GetBytes(password));

    /// <exception cref="WebhookKeyStoreException">The bytes are not a certificate.</exception>
    public static X509Certificate2 ToCertificate(string path, string type, byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException damaged)
        {
            throw KeyErrors.Damaged(path, type, damaged);
        }
    }
}
