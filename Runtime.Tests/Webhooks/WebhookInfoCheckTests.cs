using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class WebhookInfoCheckTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestCase("SSL error {error:0A000086:SSL routines::certificate verify failed}", "does not trust the certificate")]
    [TestCase("Connection refused", "cannot reach the server")]
    [TestCase("Connection timed out", "cannot reach the server")]
    [TestCase("Read timeout expired", "more than 60 s")]
    [TestCase("Wrong response from the webhook: 401 Unauthorized", "secret token did not arrive")]
    [TestCase("Wrong response from the webhook: 404 Not Found", "compare the URL's path")]
    [TestCase("Wrong response from the webhook: 502 Bad Gateway", "such as a proxy")]
    public void An_error_since_the_start_is_explained(string error, string advice) =>
        Assert.That(WebhookInfoCheck.Explain(Info(error), Start), Does.Contain(error).And.Contain(advice));

    [Test]
    public void An_error_from_before_the_start_is_not_told() =>
        Assert.That(WebhookInfoCheck.Explain(Info("Connection refused", Start.AddSeconds(-2)), Start), Is.Null);

    [Test]
    public void A_password_in_the_url_was_told()
    {
        var problem = WebhookInfoCheck.Explain(Info("Connection refused", url: "https://proxy-user:planted-pass@bot.example.com/hook"), Start);

        Assert.That(problem, Does.Contain("https://bot.example.com/hook").And.Not.Contain("planted-pass"));
    }

    private static WebhookInfo Info(string error, DateTimeOffset? at = null, string url = "https://bot.example.com/hook") =>
        new() { Url = url, LastErrorMessage = error, LastErrorDate = at ?? Start };
}
