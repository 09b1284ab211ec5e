using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What a registration is checked with before Telegram is called.</summary>
public sealed class RegistrationPreflightTests
{
    // With the longest secret token, one byte more than Telegram's headers have room for; without one, far less.
    private static readonly string Url = "https://bot.example.com/" + new string('a', 4096 - 160 - "bot.example.com".Length - 35 - 256);

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
            Assert.That(problems.ThrowIfAny, Throws.InstanceOf<WebhookStartException>().With.Message.Contains("4097 bytes long"));
        else
            Assert.That(problems.ThrowIfAny, Throws.Nothing);
    }
}
