namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>One entry of a Java key store.</summary>
/// <param name="alias">Its name; keytool stores it in lower case.</param>
/// <param name="protectedKey">The private key as it is protected there; null for a trusted certificate.</param>
/// <param name="certificates">The key's chain, its own certificate first; or the trusted certificate.</param>
internal sealed class JksEntry(string alias, byte[]? protectedKey, IReadOnlyList<byte[]> certificates)
{
    public string Alias { get; } = alias;

    public byte[]? ProtectedKey { get; } = protectedKey;

    public IReadOnlyList<byte[]> Certificates { get; } = certificates;
}
