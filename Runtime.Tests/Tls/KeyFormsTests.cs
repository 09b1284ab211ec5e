using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>
/// Every form in which openssl and keytool write a key; <c>Fixtures/make-forms.sh</c> makes them and says what becomes
/// of each.
/// </summary>
public sealed class KeyFormsTests
{
    private static IEnumerable<TestCaseData> Forms() =>
        from line in File.ReadLines(KeyFixtures.Path("forms/list.txt"))
        let columns = line.Split('|')
        select new TestCaseData(Config(columns), columns[^1]).SetArgDisplayNames(columns[0]);

    [TestCaseSource(nameof(Forms))]
    public async Task Each_form_is_served_or_refused_for_what_it_is(WebhookPrivateKeyConfig config, string verdict)
    {
        if (verdict != "OK")
        {
            var thrown = Assert.Throws<WebhookKeyStoreException>(() => config.Load().Dispose());
            Assert.That(thrown.Error.ToString(), Is.EqualTo(verdict), thrown.Message);
            return;
        }

        using var certificate = config.Load();
        var served = await TlsHandshake.Connect(certificate, certificate.PublicCertificatePem, KeyFixtures.Host);

        Assert.That(served, Is.EqualTo(["CN=" + KeyFixtures.Host]));
        Assert.That(certificate.IsSelfSigned, Is.True);
    }

    [Test]
    public void The_list_holds_what_it_held_when_it_was_made()
    {
        var verdicts = Forms().Select(form => (string)form.Arguments[1]!).ToList();

        Assert.That(verdicts, Has.Count.GreaterThanOrEqualTo(150));
        Assert.That(verdicts.Distinct(), Is.SupersetOf(["OK", "UnsupportedKey", "UnsupportedFormat", "NoCertificate", "NoPrivateKey", "AliasNotFound"]));
    }

    private static WebhookPrivateKeyConfig Config(string[] columns)
    {
        var (first, second, password, alias) = (KeyFixtures.Path("forms/" + columns[2]),
            KeyFixtures.Path("forms/" + columns[3]), columns[4], columns[5]);
        return columns[1] switch
        {
            "pem" => WebhookPrivateKeyConfig.FromPem(first, second, password.Length > 0 ? password : null),
            "pfx" => WebhookPrivateKeyConfig.FromPfx(first, password, alias.Length > 0 ? alias : null),
            _ => new WebhookPrivateKeyConfig(first, password, alias, columns[6]),
        };
    }
}
