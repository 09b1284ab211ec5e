namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Names of entries are compared without case: keytool stores them in lower case, OpenSSL as they are given.
/// </summary>
internal static class KeyAlias
{
    public static bool AreEqual(string? name, string? other) =>
        name is not null && other is not null && string.Equals(
            Folded(name), Folded(other), StringComparison.OrdinalIgnoreCase);

    // The one letter that Java lower-cases to two: a dotless comparison has it as a letter of its own.
    private static string Folded(string name) => name.Replace("İ", "i̇", StringComparison.Ordinal);
}
