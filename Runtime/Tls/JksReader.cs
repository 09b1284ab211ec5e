namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Picks one entry out of a Java key store.</summary>
internal sealed class JksReader(string path, string storePassword, string? alias, string keyPassword)
{
    private const string Type = "JKS";

    public KeyMaterial Read(byte[] content)
    {
        var file = Open(content);
        var entry = alias is null ? OnlyKey(file) : Named(file, alias);
        if (entry.ProtectedKey is null)
            throw KeyErrors.NoPrivateKeyUnder(path, entry.Alias, Describe(file));
        if (entry.Certificates.Count == 0)
            throw KeyErrors.NoCertificate(path);

        var certificates = entry.Certificates.Select(der => KeyDecoding.ToCertificate(path, Type, der)).ToArray();
        return new KeyMaterial($"'{entry.Alias}' in '{path}'", certificates[0], Decrypt(entry), certificates[1..]);
    }

    /// <summary>What there is, with the keys left as they are.</summary>
    public IReadOnlyList<WebhookKeyStoreEntry> Entries(byte[] content) => [.. Open(content).Entries.Select(Describe)];

    /// <summary>
    /// The format's checksum cannot tell a wrong password from damage, so its structure is read first, without the
    /// password: what has no sound structure is damaged, and what has one but a wrong checksum was given a wrong
    /// password.
    /// </summary>
    private JksFile Open(byte[] content)
    {
        JksFile file;
        try
        {
            file = JksFile.Parse(content);
        }
        catch (FormatException damaged)
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }

        return file.IsOpenedBy(storePassword) ? file : throw KeyErrors.WrongStorePassword(path, null);
    }

    private byte[] Decrypt(JksEntry entry)
    {
        byte[]? pkcs8;
        try
        {
            pkcs8 = JksKeyProtection.Decrypt(entry.ProtectedKey!, keyPassword);
        }
        catch (FormatException damaged)
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }

        if (pkcs8 is null)
            throw KeyErrors.WrongKeyPassword(path, entry.Alias, null);
        return Pkcs8.IsSound(pkcs8) ? pkcs8 : throw KeyErrors.Damaged(path, Type, null);
    }

    private JksEntry Named(JksFile file, string name) =>
        file.Entries.FirstOrDefault(entry => KeyAlias.AreEqual(entry.Alias, name)) ?? throw KeyErrors.AliasNotFound(
            path, name, Describe(file));

    private JksEntry OnlyKey(JksFile file) => file.Entries.Where(entry => entry.ProtectedKey is not null).ToArray() switch
    {
        [] => throw KeyErrors.NoPrivateKey(path, null),
        [var only] => only,
        _ => throw KeyErrors.AliasRequired(path, Describe(file)),
    };

    private WebhookKeyStoreEntry Describe(JksEntry entry)
    {
        using var certificate = entry.Certificates.Count > 0
            ? KeyDecoding.ToCertificate(path, Type, entry.Certificates[0])
            : null;
        return new WebhookKeyStoreEntry(entry.Alias, entry.ProtectedKey is not null, certificate);
    }

    private static IEnumerable<string> Describe(JksFile file) =>
        file.Entries.Select(entry => KeyErrors.Entry(entry.Alias, entry.ProtectedKey is not null));
}
