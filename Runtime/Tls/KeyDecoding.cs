using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>What the readers share: from BouncyCastle's objects to the framework's.</summary>
internal static class KeyDecoding
{
    /// <summary>
    /// Whether an exception thrown while parsing means "this content is bad". BouncyCastle reports bad content by whatever its
    /// arithmetic runs into (array bounds, casts, overflows), so everything counts but what says that the process itself is ill.
    /// </summary>
    public static bool IsParserFault(Exception exception) =>
        exception is not (WebhookKeyStoreException or StackOverflowException or AccessViolationException or OperationCanceledException);

    public static byte[] ToPkcs8(AsymmetricKeyParameter key) => PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetEncoded();

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
