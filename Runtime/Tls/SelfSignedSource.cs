using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// A self-signed certificate, made once: in memory, or kept in a PEM file that later starts and other instances read.
/// </summary>
internal sealed class SelfSignedSource(string host, string? keepAt) : KeySource
{
    private readonly Lock _gate = new();
    private byte[]? _inMemory;

    public override IReadOnlyList<string> Paths { get; } = keepAt is null ? [] : [keepAt];

    public override void Prepare(DateTimeOffset now)
    {
        if (keepAt is null || Path.Exists(keepAt))
            return;
        var directory = Path.GetDirectoryName(Path.GetFullPath(keepAt))!;
        // A name of its own and not one made longer: the file's may be as long as names can be.
        var fresh = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(directory);
            try
            {
                WriteForOwner(fresh, MakePem(now));
                // When another instance was faster, its file stands.
                ExclusiveFile.Publish(fresh, keepAt);
            }
            finally
            {
                // Half written (the disk is full), or not needed since another instance was faster: it holds a private
                // key.
                File.Delete(fresh);
            }
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw KeyErrors.NotWritable(keepAt, denied);
        }
    }

    public override KeyMaterial Read(IReadOnlyList<byte[]> contents, DateTimeOffset now)
    {
        if (keepAt is null)
            return Read(ToString(), InMemory(now));
        if (KeyStoreFormats.Recognize(contents[0]) is var format and not KeyStoreFormat.Pem)
            throw KeyStoreSource.Refuse(keepAt, format);
        var material = Read(keepAt, contents[0]);
        return TelegramHostNameCheck.Check(material.Certificate, host, isUploaded: true) == HostNameResult.Match
            ? material
            : throw KeyErrors.OtherHost(keepAt, host);
    }

    public override string ToString() => keepAt is null
        ? $"self-signed certificate for '{host}'"
        : $"self-signed certificate for '{host}', kept at '{keepAt}'";

    private static KeyMaterial Read(string name, byte[] pem) => PemReader.Read(name, pem, name, pem, []);

    private byte[] InMemory(DateTimeOffset now)
    {
        lock (_gate)
            return _inMemory ??= MakePem(now);
    }

    private byte[] MakePem(DateTimeOffset now)
    {
        using var certificate = SelfSignedCertificate.Create(host, now);
        using var key = certificate.GetECDsaPrivateKey()!;
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
    }

    private static void WriteForOwner(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
