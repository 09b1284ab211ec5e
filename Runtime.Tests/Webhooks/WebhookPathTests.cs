using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class WebhookPathTests
{
    [TestCase(null, "/", true)]
    [TestCase("", "", true)]
    [TestCase("/", "/", true)]
    [TestCase(null, "/other", false)]
    [TestCase("webhook_route", "/webhook_route", true)]
    [TestCase("/webhook_route", "/webhook_route", true)]
    [TestCase("webhook_route/", "/webhook_route/", true)]
    [TestCase("webhook_route", "/webhook_route/", true)]
    [TestCase("webhook_route", "/webhook_route//", false)]
    [TestCase("webhook_route", "/webhook_routes", false)]
    [TestCase("webhook_route", "/Webhook_Route", false)]
    [TestCase("webhook_route", "/webhook_route/more", false)]
    [TestCase("webhook_route", "/", false)]
    [TestCase("a/b", "/a/b", true)]
    [TestCase("a%20b", "/a b", true)]
    public void A_subroute_matches_its_path_with_or_without_the_trailing_slash(
        string? subroute, string requestPath, bool isMatch)
    {
        Assert.That(WebhookPath.TryParse(subroute, out var path, out _), Is.True);
        Assert.That(path.Matches(requestPath), Is.EqualTo(isMatch));
    }

    [TestCase(null, "")]
    [TestCase("/", "")]
    [TestCase("webhook_route", "/webhook_route")]
    [TestCase("/a/b/", "/a/b")]
    [TestCase("a%20b", "/a%20b")]
    public void It_prints_as_it_stands_in_a_url(string? subroute, string expected)
    {
        Assert.That(WebhookPath.TryParse(subroute, out var path, out _), Is.True);
        Assert.That(path.ToString(), Is.EqualTo(expected));
    }

    [TestCase("a?b=1")]
    [TestCase("a#b")]
    [TestCase("{bot}")]
    [TestCase("a b")]
    [TestCase("a//b")]
    [TestCase("*")]
    [TestCase("a/../b")]
    [TestCase("./b")]
    [TestCase("a/%2e%2E/b")]
    public void What_is_no_plain_path_is_explained(string subroute)
    {
        Assert.That(WebhookPath.TryParse(subroute, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain(subroute).And.Contain("webhook_route"));
    }
}
