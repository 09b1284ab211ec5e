using System.Globalization;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// The wording of every way a key can be unusable: what is wrong, then what to do. No password ever gets here.
/// </summary>
internal static class KeyErrors
{
    /// <summary>What keytool needs on top to open BouncyCastle's own formats.</summary>
    public const string BouncyCastleProvider = " -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar";

    public static WebhookKeyStoreException FileNotFound(string path, Exception cause) => Of(WebhookKeyStoreError.FileNotFound,
        $"There is no key file at '{path}' (looked for as '{Path.GetFullPath(path)}'). Check the path; a relative one starts at the working directory.", cause);

    public static WebhookKeyStoreException NotAFile(string path) => Of(WebhookKeyStoreError.NotAFile,
        $"'{path}' is a directory. Give the path of the key store file itself.");

    public static WebhookKeyStoreException Unreadable(string path, Exception cause) => Of(WebhookKeyStoreError.Unreadable,
        $"The key file '{path}' cannot be read: {cause.Message} Check that the user who runs this process may read it.",
        cause);

    public static WebhookKeyStoreException Empty(string path) => Of(WebhookKeyStoreError.Empty,
        $"The key file '{path}' is empty. Make it again, or restore it from a backup.");

    public static WebhookKeyStoreException UnknownFormat(string path, string found) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' is not a key store this runtime reads: {found}. It reads JKS, PKCS#12 (.p12, .pfx) and PEM. {Convert(path, null, null)}");

    public static WebhookKeyStoreException ForeignStore(string path, string type, string? providerHint) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' is a {type} key store, which this runtime does not read. {Convert(path, type, providerHint)}");

    public static WebhookKeyStoreException BareDer(string path, string what, string command) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' is {what} in binary (DER) form. Convert it to PEM: {command}");

    public static WebhookKeyStoreException StoreInsteadOfPem(string path, string type) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' is a {type} key store, not PEM. Use {(type == "JKS" ? "new WebhookPrivateKeyConfig(path, storePassword, alias, keyPassword)" : "WebhookPrivateKeyConfig.FromPfx(path, password)")} for it.");

    public static WebhookKeyStoreException Damaged(string path, string type, Exception? cause) => Of(WebhookKeyStoreError.Damaged,
        $"'{path}' looks like {type} but is cut off or corrupt. Make it again, or restore it from a backup; when it was copied, copy it in binary mode.", cause);

    public static WebhookKeyStoreException DamagedCertificate(string name, Exception cause) => Of(WebhookKeyStoreError.Damaged,
        $"The certificate of {name} cannot be decoded: {cause.Message} Make it again, or restore it from a backup.",
        cause);

    public static WebhookKeyStoreException WrongStorePassword(string path, Exception? cause) => Of(WebhookKeyStoreError.WrongStorePassword,
        $"The store password does not open '{path}'. Try it with: keytool -list -keystore {Quoted(path)}", cause);

    public static WebhookKeyStoreException WrongKeyPassword(string path, string? alias, Exception? cause) => Of(WebhookKeyStoreError.WrongKeyPassword,
        alias is null
            ? $"The password does not open the private key in '{path}'. Try it with: openssl pkey -in {Quoted(path)} -noout"
            : $"'{path}' opens, but the key password does not open the private key of '{alias}'. The key password is the one given to keytool as -keypass; where none was given it equals the store password.", cause);

    public static WebhookKeyStoreException MissingKeyPassword(string path) => Of(WebhookKeyStoreError.WrongKeyPassword,
        $"The private key in '{path}' is encrypted and no password was given. Pass it as the last argument of WebhookPrivateKeyConfig.FromPem.");

    public static WebhookKeyStoreException AliasNotFound(string path, string alias, IEnumerable<string> present) => Of(WebhookKeyStoreError.AliasNotFound,
        $"'{path}' has no entry '{alias}'. {List(present)}");

    public static WebhookKeyStoreException AliasRequired(string path, IEnumerable<string> present) => Of(WebhookKeyStoreError.AliasRequired,
        $"'{path}' holds several private keys: say by its alias which one to use. {List(present)}");

    public static WebhookKeyStoreException NoPrivateKeyUnder(string path, string alias, IEnumerable<string> present) => Of(WebhookKeyStoreError.NoPrivateKey,
        $"'{alias}' in '{path}' is a trusted certificate without a private key, so no server can use it. {List(present)}");

    public static WebhookKeyStoreException NoPrivateKey(string path, string? found) => Of(WebhookKeyStoreError.NoPrivateKey,
        $"'{path}' holds no private key{Instead(found)}. Give the file that does, such as certbot's privkey.pem, or a store that was made with keytool -genkeypair.");

    public static WebhookKeyStoreException NoCertificate(string path, string? found = null) => Of(WebhookKeyStoreError.NoCertificate,
        $"'{path}' holds no certificate for the private key{Instead(found)}. Give the file that does, such as certbot's fullchain.pem.");

    public static WebhookKeyStoreException CertificatesInPkcs7(string path) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' holds its certificates as PKCS#7. Take them out: openssl pkcs7 -print_certs -in {Quoted(path)} -out fullchain.pem");

    public static WebhookKeyStoreException OpenSshKey(string path) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"The private key in '{path}' is in OpenSSH's own form. Convert it, in place: ssh-keygen -p -m PKCS8 -f {Quoted(path)}");

    public static WebhookKeyStoreException UnknownEncryption(string path, string algorithm, Exception? cause) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' is encrypted in a way that this runtime does not read ({algorithm}). Encrypt it anew: for a key in PEM, openssl pkcs8 -topk8 -in {Quoted(path)} -out key.pem; "
        + "for PKCS#12, openssl pkcs12 -in FILE -out all.pem, then openssl pkcs12 -export -in all.pem -out keystore.p12", cause);

    public static WebhookKeyStoreException TooManyRounds(string path, long rounds) => Of(WebhookKeyStoreError.UnsupportedFormat,
        $"'{path}' asks for {rounds.ToString(CultureInfo.InvariantCulture)} rounds to check a password, and at most {KeyDerivationBudget.MaxRounds.ToString(CultureInfo.InvariantCulture)} are done in all. "
        + "No tool writes such a file by default: find out where it comes from, or make it anew (openssl's -iter says how many).");

    public static WebhookKeyStoreException TooMuchForScrypt(string path, long cost, long block, long parallel, long limit) => Of(WebhookKeyStoreError.UnsupportedFormat,
        string.Create(CultureInfo.InvariantCulture, $"'{path}' asks scrypt for N = {cost}, r = {block}, p = {parallel}, and at most {limit >> 20} MiB (128 * N * r * p) are spent on a password. ")
        + "Make the file anew with openssl pkcs8 -scrypt and its defaults (N = 16384, r = 8, p = 1).");

    public static WebhookKeyStoreException DamagedKey(string name, Exception cause) => Of(WebhookKeyStoreError.Damaged,
        $"The private key of {name} cannot be decoded: {cause.Message} Make it again, or restore it from a backup.",
        cause);

    public static WebhookKeyStoreException UnsupportedKey(string name, string kind, Exception? cause = null) => Of(WebhookKeyStoreError.UnsupportedKey,
        $"The key of {name} is {kind}; a webhook needs RSA of at least 2048 bits or ECDSA on P-256, P-384 or P-521. Make a new one, for example: keytool -genkeypair -keyalg RSA -keysize 2048 ...", cause);

    public static WebhookKeyStoreException KeyMismatch(string name, Exception? cause = null) => Of(WebhookKeyStoreError.KeyMismatch,
        $"The private key of {name} does not belong to its certificate. Give the key the certificate was requested with; after a renewal, replace both files together.", cause);

    public static WebhookKeyStoreException Expired(string name, DateTimeOffset notAfter) => Of(WebhookKeyStoreError.Expired,
        $"The certificate of {name} expired at {Time(notAfter)}. Telegram refuses it; renew it.");

    public static WebhookKeyStoreException NotYetValid(string name, DateTimeOffset notBefore) => Of(WebhookKeyStoreError.NotYetValid,
        $"The certificate of {name} is not valid before {Time(notBefore)}. Check this machine's clock, or wait.");

    public static WebhookKeyStoreException OtherHost(string path, string host) => Of(WebhookKeyStoreError.OtherHost,
        $"The self-signed certificate kept at '{path}' was made for another host than '{host}'. Delete the file to have a new one made, or keep this one elsewhere.");

    public static WebhookKeyStoreException NotWritable(string path, Exception cause) => Of(WebhookKeyStoreError.Unreadable,
        $"The new self-signed certificate cannot be kept at '{path}': {cause.Message} Give a path that the user who runs this process may write.", cause);

    /// <summary>A store's entry, as the lists in the messages show it.</summary>
    public static string Entry(string alias, bool hasKey) =>
        hasKey ? $"'{alias}' (private key)" : $"'{alias}' (certificate only)";

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Convert(string path, string? type, string? providerHint) =>
        $"Convert it: keytool -importkeystore -srckeystore {Quoted(path)} -srcstoretype {type ?? "<its type>"} -destkeystore keystore.p12 -deststoretype PKCS12{providerHint}";

    private static string List(IEnumerable<string> present)
    {
        var names = string.Join(", ", present.Order(StringComparer.Ordinal));
        return names.Length > 0 ? $"It has: {names}." : "It has no entries.";
    }

    private static string Instead(string? found) => found is null ? "" : $", but {found}";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static WebhookKeyStoreException Of(WebhookKeyStoreError error, string message, Exception? cause = null) =>
        new(error, message, cause);
}
