namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>One way to come by a private key and its certificate.</summary>
internal abstract class KeySource
{
    /// <summary>The files it is made of; empty when it is made in memory.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>Makes what may be missing before the files are read.</summary>
    public virtual void Prepare(DateTimeOffset now)
    {
    }

    /// <summary>Reads key and certificates from the files' contents, in the order of <see cref="Paths"/>.</summary>
    /// <exception cref="WebhookKeyStoreException">They cannot be used.</exception>
    public abstract KeyMaterial Read(IReadOnlyList<byte[]> contents, DateTimeOffset now);

    /// <summary>Says where the key comes from, without secrets.</summary>
    public abstract override string ToString();
}
