using System.Text;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>Key files as they lie on the disk: their size, and who else has them open.</summary>
public sealed class KeyFileLimitsTests
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private string _path = "";

    [SetUp]
    public void MakeFile() => _path = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_path);

    [Test]
    public void Files_of_more_than_8_MiB_are_no_key_stores()
    {
        Resize(MaxBytes);
        Assert.That(KeyFiles.Read(_path), Has.Length.EqualTo(MaxBytes));

        Resize(MaxBytes + 1);
        Assert.That(() => KeyFiles.Read(_path), Throws.TypeOf<WebhookKeyStoreException>().With.Message.Contains("8388609 bytes"));
    }

    [Test]
    public void A_file_that_a_backup_reads_at_the_same_time_can_be_loaded()
    {
        File.WriteAllText(_path, "key");
        using var other = File.OpenRead(_path);

        Assert.That(Encoding.ASCII.GetString(KeyFiles.Read(_path)), Is.EqualTo("key"));
    }

    [Test]
    public void A_certificate_in_UTF_16_is_said_to_be_that()
    {
        const string sound = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        Assert.That(OpenSslPemForm.Problem(Encoding.Unicode.GetBytes(sound), 1), Does.StartWith("it is UTF-16"));
        Assert.That(OpenSslPemForm.Problem(Encoding.ASCII.GetBytes(sound), 1), Is.Null);
    }

    [TestCase("bot", "BOT", true)]
    [TestCase("bot", null, false)]
    [TestCase(null, "bot", false)]
    [TestCase(null, null, false)]
    public void An_alias_equals_its_other_spellings_and_no_name_equals_none(
        string? one, string? other, bool areEqual) =>
        Assert.That(KeyAlias.AreEqual(one, other), Is.EqualTo(areEqual));

    private void Resize(long length)
    {
        using var file = new FileStream(_path, FileMode.Open);
        file.SetLength(length);
    }
}
