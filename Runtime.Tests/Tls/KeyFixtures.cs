using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>The key stores that <c>Fixtures/make-fixtures.sh</c> makes.</summary>
internal static class KeyFixtures
{
    public const string StorePassword = "fake-store-password";
    public const string KeyPassword = "fake-key-password";
    public const string Host = "bot.example.com";

    private static readonly string Folder = Find();

    public static string Path(string name) => System.IO.Path.Combine(Folder, name);

    public static WebhookPrivateKeyConfig Store(
        string name, string alias, string? storePassword = null, string? keyPassword = null) =>
        new(Path(name), storePassword ?? StorePassword, alias, keyPassword ?? KeyPassword);

    public static WebhookPrivateKeyConfig Pem(string certificate, string key, string? password = null) =>
        WebhookPrivateKeyConfig.FromPem(Path(certificate), Path(key), password);

    public static WebhookPrivateKeyConfig Pfx(string name, string password = StorePassword, string? alias = null) =>
        WebhookPrivateKeyConfig.FromPfx(Path(name), password, alias);

    public static ServerCertificate Load(this WebhookPrivateKeyConfig config, TimeProvider? time = null) =>
        ServerCertificate.Load(config.Source, time ?? TimeProvider.System);

    /// <summary>
    /// The folder among the sources, found from where the tests run, so that no build step has to copy it.
    /// </summary>
    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = System.IO.Path.Combine(at.FullName, "Runtime.Tests", "Tls", "Fixtures");
            if (Directory.Exists(folder))
                return folder;
        }

        throw new DirectoryNotFoundException("Runtime.Tests/Tls/Fixtures was not found above " + AppContext.BaseDirectory);
    }
}
