namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>A certificate and a key in PEM, in two files or in one.</summary>
internal sealed class PemSource(string certificatePath, string keyPath, string? password) : KeySource
{
    public override IReadOnlyList<string> Paths { get; } = [certificatePath, keyPath];

    public override KeyMaterial Read(IReadOnlyList<byte[]> contents, DateTimeOffset now)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            var format = KeyStoreFormats.Recognize(contents[i]);
            if (format != KeyStoreFormat.Pem)
                throw KeyStoreSource.Refuse(Paths[i], format);
        }

        return PemReader.Read(certificatePath, contents[0], keyPath, contents[1], password is null ? [] : [password]);
    }

    public override string ToString() => certificatePath == keyPath
        ? $"PEM file '{certificatePath}'"
        : $"PEM certificate '{certificatePath}' with key '{keyPath}'";
}
