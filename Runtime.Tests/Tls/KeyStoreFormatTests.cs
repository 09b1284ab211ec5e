using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>Files are recognised by their first bytes, however few there are.</summary>
public sealed class KeyStoreFormatTests
{
    [TestCase("", KeyStoreFormat.Unknown)]
    [TestCase("30", KeyStoreFormat.Unknown)]
    [TestCase("3000", KeyStoreFormat.Unknown)]
    [TestCase("308400", KeyStoreFormat.Unknown)]
    [TestCase("3003020103", KeyStoreFormat.Pkcs12)]
    [TestCase("3103020103", KeyStoreFormat.Unknown)]
    [TestCase("3003020100", KeyStoreFormat.DerKey)]
    [TestCase("3003020104", KeyStoreFormat.Unknown)]
    [TestCase("300402020303", KeyStoreFormat.Unknown)]
    [TestCase("3003300102", KeyStoreFormat.DerCertificate)]
    [TestCase("30033001A0", KeyStoreFormat.DerCertificate)]
    [TestCase("3003300106", KeyStoreFormat.DerKey)]
    [TestCase("3003300130", KeyStoreFormat.Bcfks)]
    [TestCase("3003308100", KeyStoreFormat.Unknown)]
    [TestCase("30053103020103", KeyStoreFormat.Unknown)]
    [TestCase("FEEDFEED", KeyStoreFormat.Jks)]
    [TestCase("FEEDFE", KeyStoreFormat.Unknown)]
    [TestCase("CECECECE", KeyStoreFormat.Jceks)]
    [TestCase("0000000200000014", KeyStoreFormat.Bks)]
    [TestCase("0000000300000014", KeyStoreFormat.Unknown)]
    public void The_first_bytes_say_what_it_is(string hex, object format) =>
        Assert.That(KeyStoreFormats.Recognize(Convert.FromHexString(hex)), Is.EqualTo(format));
}
