using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tool;

/// <summary>
/// <c>telegram-webhooks keys</c>, as a process, on stores that keytool made: kept ones, and one made on the spot where
/// keytool is.
/// </summary>
public sealed class KeysCommandTests
{
    private static readonly KeyValuePair<string, string> StorePassword = new(
        "TELEGRAM_KEYSTORE_PASSWORD", KeyFixtures.StorePassword);
    private static readonly KeyValuePair<string, string> KeyPassword = new(
        "TELEGRAM_KEY_PASSWORD", KeyFixtures.KeyPassword);

    [Test]
    public async Task It_lists_the_entries_of_a_store()
    {
        var (exitCode, output) = await ToolRun.Of(["keys", KeyFixtures.Path("entries.jks")], StorePassword);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith("JKS, "));
        var entries = WebhookKeyStore.Open(KeyFixtures.Path("entries.jks"), KeyFixtures.StorePassword).Entries;
        Assert.That(entries.Select(entry => entry.HasPrivateKey).Distinct().Count(), Is.EqualTo(2), "both kinds are in the store");
        foreach (var entry in entries)
            Assert.That(output, Does.Contain(entry.Alias).And.Contain(entry.HasPrivateKey ? "private key" : "certificate only").And.Contain(entry.Names[0]));
    }

    [Test]
    public async Task It_writes_the_public_certificate_and_nothing_else()
    {
        var (exitCode, output) = await ToolRun.Of(
            ["keys", KeyFixtures.Path("pkcs12-by-keytool.jks"), "--pem"], StorePassword);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith("-----BEGIN CERTIFICATE-----").And.Not.Contain("PRIVATE KEY"));
        using var certificate = X509Certificate2.CreateFromPem(output);
        Assert.That(certificate.Subject, Does.Contain("CN="));
    }

    [Test]
    public async Task A_store_made_by_keytool_is_accepted_for_its_own_host_and_refused_for_another()
    {
        using var folder = new TemporaryDirectory();
        var store = folder.File("made.jks");
        await Keytool("-genkeypair", "-alias", "bot", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30", "-dname",
            "CN=bot.example.org",
            "-ext", "san=dns:bot.example.org", "-keystore", store, "-storepass", KeyFixtures.StorePassword);

        var own = await ToolRun.Of(["keys", store, "--host", "bot.example.org"], StorePassword);
        var other = await ToolRun.Of(
            ["keys", store, "--host", "https://other.example.org:8443/route", "--json"], StorePassword);

        Assert.That(own, Is.EqualTo((0, "Telegram would accept it for bot.example.org, once it is uploaded with setWebhook (the one call does that by itself; --pem writes it).")));
        Assert.That(other.ExitCode, Is.EqualTo(2), other.Output);
        using var report = JsonDocument.Parse(other.Output);
        Assert.That(report.RootElement.GetProperty("healthy").GetBoolean(), Is.False);
        Assert.That(report.RootElement.GetProperty("findings")[0].GetProperty("id").GetString(),
            Is.EqualTo("tls.wrong-name"));
    }

    [Test]
    public async Task Telegram_would_not_take_a_certificate_for_another_host_and_the_table_says_why()
    {
        var (exitCode, output) = await ToolRun.Of(
            ["keys", KeyFixtures.Path("rsa-combined.pem"), "--host", "other.example.org"], KeyPassword);

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(ToolRun.Words(output), Does.Contain("DNS:bot.example.com").And.Contain("tls.wrong-name").And.Contain("Telegram would refuse it for other.example.org."));
    }

    [Test]
    public async Task A_password_is_piped_in_where_the_environment_has_none()
    {
        await using var tool = ExampleProcess.StartTool(["keys", KeyFixtures.Path("single.jks")]);
        await tool.Type(KeyFixtures.StorePassword);
        var (exitCode, output) = await tool.Ends();

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith("JKS, 1 entry").And.Not.Contain(KeyFixtures.StorePassword));
    }

    [TestCase("single.jks", "wrong", 1, "The store password does not open")]
    [TestCase("refused.jceks", KeyFixtures.StorePassword, 1, "is a JCEKS key store, which this runtime does not read. Convert it: keytool")]
    [TestCase("missing.jks", KeyFixtures.StorePassword, 1, "There is no key file at")]
    public async Task What_cannot_be_used_gets_a_sentence(string name, string password, int expected, string sentence)
    {
        var (exitCode, output) = await ToolRun.Of(
            ["keys", KeyFixtures.Path(name)], new KeyValuePair<string, string>("TELEGRAM_KEYSTORE_PASSWORD", password));

        Assert.That(exitCode, Is.EqualTo(expected));
        Assert.That(output, Does.Contain(sentence).And.Not.Contain("   at ").And.Not.Contain("wrong"));
    }

    [TestCase("--password")]
    [TestCase("--storepass")]
    public async Task No_option_takes_a_password(string option)
    {
        var (exitCode, output) = await ToolRun.Of(
            ["keys", KeyFixtures.Path("single.jks"), option, KeyFixtures.StorePassword]);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain(option));
    }

    [TestCase("several.p12")]
    [TestCase("chain.p12")]
    [TestCase("chain.jks")]
    [TestCase("own-key-password.p12")]
    [TestCase("plain.pfx")]
    public void Every_key_that_is_listed_can_be_loaded_by_its_alias(string name)
    {
        var password = name == "plain.pfx" ? "" : KeyFixtures.StorePassword;
        var keys = WebhookKeyStore.Open(KeyFixtures.Path(name), password).Entries.Where(entry => entry.HasPrivateKey)
            .ToList();

        Assert.That(keys, Is.Not.Empty);
        foreach (var key in keys)
        {
            using var loaded = key.Alias is null
                ? WebhookPrivateKeyConfig.FromPfx(KeyFixtures.Path(name), password).Load()
                : KeyFixtures.Store(name, key.Alias, password).Load();
            Assert.That(loaded.Certificate.ExportCertificatePem() + "\n", Is.EqualTo(key.CertificatePem));
        }
    }

    [Test]
    public async Task A_key_with_a_password_of_its_own_is_opened_by_it()
    {
        var alias = WebhookKeyStore.Open(
            KeyFixtures.Path("single.jks"), KeyFixtures.StorePassword).Entries.Single().Alias!;

        var (exitCode, output) = await ToolRun.Of(
            ["keys", KeyFixtures.Path("single.jks"), "--alias", alias, "--pem"], StorePassword, KeyPassword);

        Assert.That((exitCode, output), Is.EqualTo((0, output)));
        Assert.That(output, Does.StartWith("-----BEGIN CERTIFICATE-----"));
    }

    private static async Task Keytool(params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("keytool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("keytool is not here.");
            return;
        }

        using (process)
        {
            var error = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Timeouts.Process);
            Assert.That(process.ExitCode, Is.Zero, error);
        }
    }
}
