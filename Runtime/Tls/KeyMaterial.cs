using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// What a format's reader finds: nothing in it is checked yet. Whoever takes it owns the certificates.
/// </summary>
/// <param name="name">What error messages call the place it came from.</param>
/// <param name="certificate">The certificate to serve, without its key.</param>
/// <param name="pkcs8Key">The private key, plain, as PKCS#8.</param>
/// <param name="others">Other certificates of the same place, in any order: the chain is picked from them.</param>
internal sealed class KeyMaterial(
    string name, X509Certificate2 certificate, byte[] pkcs8Key, IReadOnlyList<X509Certificate2> others)
{
    public string Name { get; } = name;

    public X509Certificate2 Certificate { get; } = certificate;

    public byte[] Pkcs8Key { get; } = pkcs8Key;

    public IReadOnlyList<X509Certificate2> Others { get; } = others;
}
