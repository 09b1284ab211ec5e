using Org.BouncyCastle.Security;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Reads Java's own key store format. Names are compared without case: keytool stores them in lower case.</summary>
internal sealed class JksReader(string path, string storePassword, string? alias, string keyPassword)
{
    private const string Type = "JKS";

    public KeyMaterial Read(byte[] content)
    {
        var store = Open(content);
        var name = alias ?? OnlyKey(store);
        if (!store.ContainsAlias(name))
            throw KeyErrors.AliasNotFound(path, name, Describe(store));
        if (!store.IsKeyEntry(name))
            throw KeyErrors.NoPrivateKeyUnder(path, name, Describe(store));

        var chain = store.GetCertificateChain(name) ?? throw KeyErrors.NoCertificate(path);
        var certificates = chain.Select(c => KeyDecoding.ToCertificate(path, Type, c.GetEncoded())).ToArray();
        return new KeyMaterial($"'{name}' in '{path}'", certificates[0], DecryptKey(store, name), certificates[1..]);
    }

    /// <summary>
    /// The format's checksum cannot tell a wrong password from damage, so its structure is read first, without the password:
    /// what has no sound structure is damaged, and what has one but a wrong checksum was given a wrong password.
    /// </summary>
    private JksStore Open(byte[] content)
    {
        var store = new JksStore();
        try
        {
            store.LoadUnchecked(new MemoryStream(content, writable: false));
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }

        try
        {
            store.Load(new MemoryStream(content, writable: false), storePassword.AsSpan());
        }
        catch (IOException wrong)
        {
            throw KeyErrors.WrongStorePassword(path, wrong);
        }

        return store;
    }

    private byte[] DecryptKey(JksStore store, string name)
    {
        try
        {
            return KeyDecoding.ToPkcs8(store.GetKey(name, keyPassword.AsSpan()));
        }
        catch (IOException wrong)
        {
            throw KeyErrors.WrongKeyPassword(path, name, wrong);
        }
        catch (Exception unknown) when (KeyDecoding.IsParserFault(unknown))
        {
            throw KeyErrors.UnsupportedKey($"'{name}' in '{path}'", "of an unknown kind", unknown);
        }
    }

    private string OnlyKey(JksStore store) => store.Aliases.Where(store.IsKeyEntry).ToArray() switch
    {
        [] => throw KeyErrors.NoPrivateKey(path),
        [var only] => only,
        _ => throw KeyErrors.AliasRequired(path, Describe(store)),
    };

    private static IEnumerable<string> Describe(JksStore store) =>
        store.Aliases.Select(name => KeyErrors.Entry(name, store.IsKeyEntry(name)));
}
