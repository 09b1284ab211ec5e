using System.Text;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>
/// Certificates as editors, shells and settings leave them: what Telegram's reader does not find must not pass
/// preflight.
/// </summary>
public sealed class OpenSslPemFormTests
{
    private static readonly string Sound = File.ReadAllText(KeyFixtures.Path("ec-cert.pem"));

    private static IEnumerable<TestCaseData> Clothes()
    {
        yield return Case("as it is", true, Encoding.ASCII.GetBytes(Sound));
        yield return Case("Windows line ends", true, Lines(line => line + "\r"));
        yield return Case("blanks at line ends", true, Lines(line => line + "  "));
        yield return Case("no line end at the end", true, Encoding.ASCII.GetBytes(Sound.TrimEnd()));
        yield return Case("indented content", true, Lines(line => line.StartsWith('-') ? line : "  " + line));
        yield return Case("text before", true, [.. "Subject: bot\n"u8, .. Encoding.ASCII.GetBytes(Sound)]);
        yield return Case(
            "text and an empty line before", true, [.. "Subject: bot\n\n"u8, .. Encoding.ASCII.GetBytes(Sound)]);
        yield return Case(
            "UTF-16, with its mark", false, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Sound)]);
        yield return Case("UTF-16", false, Encoding.Unicode.GetBytes(Sound));
        yield return Case("UTF-16, the higher byte first, with its mark", false,
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Sound)]);
        yield return Case("UTF-16, the higher byte first", false, Encoding.BigEndianUnicode.GetBytes(Sound));
        yield return Case(
            "UTF-32, with its mark", false, [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Sound)]);
        yield return Case("indented", false, Lines(line => "    " + line));
        yield return Case("indented by a tab", false, Lines(line => "\t" + line));
        yield return Case("first mark indented", false, Lines(line => line.StartsWith("-----BEGIN", StringComparison.Ordinal) ? " " + line : line));
        yield return Case("last mark indented", false, Lines(line => line.StartsWith("-----END", StringComparison.Ordinal) ? " " + line : line));
        yield return Case("old Mac line ends", false, Encoding.ASCII.GetBytes(Sound.Replace('\n', '\r')));
        yield return Case("one line", false, Encoding.ASCII.GetBytes(Sound.Replace('\n', ' ')));
        yield return Case("line breaks written out", false,
            Encoding.ASCII.GetBytes(Sound.Replace("\n", "\\n", StringComparison.Ordinal)));
        yield return Case("an empty line between all", false, Lines(line => line + "\n"));
        yield return Case("text on the line of the mark", false, [.. "cert: "u8, .. Encoding.ASCII.GetBytes(Sound)]);

        static TestCaseData Case(string name, bool isFound, byte[] content) => new TestCaseData(content, isFound)
            .SetArgDisplayNames(name);

        static byte[] Lines(Func<string, string> change) => Encoding.ASCII.GetBytes(string.Concat(Sound.TrimEnd().Split('\n').Select(line => change(line) + "\n")));
    }

    [TestCaseSource(nameof(Clothes))]
    public void A_certificate_that_Telegram_cannot_read_passed_preflight(byte[] content, bool isFound)
    {
        var problems = WebhookPreflight.Check(new PreflightInput
        {
            Url = "https://bot.example.com/",
            Certificate = content,
            IsTelegramCloud = true,
            Now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        });

        Assert.That(problems.Select(p => p.Severity), isFound ? Is.Empty : Is.EqualTo([PreflightSeverity.Error]));
        Assert.That(problems.Select(p => p.Text), Is.All.Contains("Failed to set custom certificate file"));
    }

    [TestCaseSource(nameof(Clothes))]
    public async Task OpenSSL_says_the_same(byte[] content, bool isFound)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "cert.pem");
            await File.WriteAllBytesAsync(path, content);

            var said = await OpenSsl.Run(
                "verify", "-no-CApath", "-no-CAstore", "-CAfile", path, KeyFixtures.Path("ec-cert.pem"));

            Assert.That(said.EndsWith(": OK\n", StringComparison.Ordinal), Is.EqualTo(isFound), said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// OpenSSL skips the mark since 3.0; older ones, and who knows which Telegram has, do not find the certificate.
    /// </summary>
    [Test]
    public void A_byte_order_mark_before_the_certificate_is_refused() =>
        Assert.That(OpenSslPemForm.Problem([.. Encoding.UTF8.Preamble, .. Encoding.ASCII.GetBytes(Sound)], 1),
            Does.Contain("byte order mark"));

    [Test]
    public void One_of_two_certificates_that_is_not_found_is_a_problem()
    {
        var second = string.Concat(Sound.Split('\n').Select(line => " " + line + "\n"));

        Assert.That(OpenSslPemForm.Problem(Encoding.ASCII.GetBytes(Sound + Sound), 2), Is.Null);
        Assert.That(OpenSslPemForm.Problem(Encoding.ASCII.GetBytes(Sound + second), 2), Does.Contain("left margin"));
    }

    /// <summary>The files that are only read here may be in any of these clothes.</summary>
    [TestCaseSource(nameof(Clothes))]
    public void The_same_clothes_do_not_matter_to_a_key_file(byte[] content, bool isFound)
    {
        var source = new PemSource("cert.pem", "key.pem", null);

        using var certificate = ServerCertificate.Load(
            source, [content, File.ReadAllBytes(KeyFixtures.Path("ec-pkcs8.pem"))], TimeProvider.System);

        Assert.That(certificate.PublicCertificatePem.Trim(), Is.EqualTo(Sound.Trim()));
        _ = isFound;
    }
}
