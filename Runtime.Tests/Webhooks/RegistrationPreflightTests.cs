using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What a registration is checked with before Telegram is called.</summary>
public sealed class RegistrationPreflightTests
{
    // With the longest secret token, one byte more than Telegram's headers have room for; without one, far less.
    private static readonly string Url = "https://bot.example.com/" + new string(
        'a', 4096 - 160 - "bot.example.com".Length - 35 - 256);

    [TestCase(null, null, false)]
    [TestCase("options", null, true)]
    [TestCase(null, "request", true)]
    public void A_secret_token_counts_wherever_it_was_given(string? ofOptions, string? ofRequest, bool isTooLong)
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        var problems = new StartProblems(bot.Redact());
        var asked = new SetWebhook(Url) { SecretToken = ofRequest is null ? null : new string('s', 256) };

        new RegistrationPreflight(bot, asked, ofOptions is null ? null : new string('s', 256), problems, NullLogger.Instance)
            .CheckRequest(target: null, path: null, tlsEndsAtProxy: false);

        if (isTooLong)
            Assert.That(problems.ThrowIfAny,
                Throws.InstanceOf<WebhookStartException>().With.Message.Contains("4097 bytes long"));
        else
            Assert.That(problems.ThrowIfAny, Throws.Nothing);
    }

    [Test]
    public void A_file_that_was_named_by_mistake_was_read_whole_before_its_size_was_looked_at(
        [Values] bool saysItsLength)
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        using var backup = new Backup(saysItsLength);
        var problems = new StartProblems(bot.Redact());
        var asked = new SetWebhook("https://bot.example.com/hook", InputFile.FromStream(backup, "backup.tar"));

        new RegistrationPreflight(bot, asked, null, problems, NullLogger.Instance)
            .CheckCertificate(asked, served: null, DateTimeOffset.UnixEpoch);

        Assert.That(problems.ThrowIfAny,
            Throws.InstanceOf<WebhookStartException>().With.Message.Contains("certificate size is too big")
            .And.Message.Contains(saysItsLength ? "10737418240 bytes" : "more than 3145728 bytes"));
    }

    /// <summary>Ten gibibytes of nothing, of which nobody should read much.</summary>
    private sealed class Backup(bool saysItsLength) : MemoryStream
    {
        private const long Most = 8 * 1024 * 1024;

        private long _read;

        // A device or what grows says 0.
        public override long Length => saysItsLength ? 10L * 1024 * 1024 * 1024 : 0;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _read += count;
            return _read <= Most ? count : throw new AssertionException("Who reads on and on?");
        }

        public override int Read(Span<byte> buffer)
        {
            _read += buffer.Length;
            return _read <= Most ? buffer.Length : throw new AssertionException("Who reads on and on?");
        }
    }
}
