namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>One key or certificate as it lies in a PKCS#12 store.</summary>
/// <param name="name">Its alias (friendly name), if it has one.</param>
/// <param name="localKeyId">What ties a certificate to its key, in hexadecimal.</param>
/// <param name="content">The certificate, or the key as PKCS#8.</param>
/// <param name="isEncrypted">Whether the content is a key that is still encrypted.</param>
internal sealed class Pkcs12Bag(string? name, string? localKeyId, byte[] content, bool isEncrypted)
{
    public string? Name { get; } = name;

    public string? LocalKeyId { get; } = localKeyId;

    public byte[] Content { get; } = content;

    public bool IsEncrypted { get; } = isEncrypted;
}
