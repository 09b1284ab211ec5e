namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Why a private key and its certificate cannot be used; see <see cref="WebhookKeyStoreException.Error"/>.
/// </summary>
public enum WebhookKeyStoreError
{
    /// <summary>There is no file at the path.</summary>
    FileNotFound,

    /// <summary>The path names a directory.</summary>
    NotAFile,

    /// <summary>The file exists but cannot be read: no permission, or a fault of the disk.</summary>
    Unreadable,

    /// <summary>The file has no content.</summary>
    Empty,

    /// <summary>
    /// The content is neither JKS, PKCS#12 nor PEM, or encrypted in a way that is not read; the message names the
    /// command that converts it.
    /// </summary>
    UnsupportedFormat,

    /// <summary>The content is cut off or corrupt.</summary>
    Damaged,

    /// <summary>The store's password does not open the store.</summary>
    WrongStorePassword,

    /// <summary>The store or file opens, but the password of the key does not open the key.</summary>
    WrongKeyPassword,

    /// <summary>The store has no entry of that name; the message lists those it has.</summary>
    AliasNotFound,

    /// <summary>The store holds several private keys and no alias was given; the message lists them.</summary>
    AliasRequired,

    /// <summary>The entry or file holds a certificate but no private key.</summary>
    NoPrivateKey,

    /// <summary>There is a private key but no certificate for it.</summary>
    NoCertificate,

    /// <summary>
    /// The key is of a kind that Kestrel or Telegram's client cannot use, such as DSA, Ed25519 or RSA below 2048 bits.
    /// </summary>
    UnsupportedKey,

    /// <summary>The private key does not belong to the certificate.</summary>
    KeyMismatch,

    /// <summary>The certificate has expired.</summary>
    Expired,

    /// <summary>The certificate is not valid yet.</summary>
    NotYetValid,

    /// <summary>A kept self-signed certificate was made for another host than the one asked for.</summary>
    OtherHost,
}
