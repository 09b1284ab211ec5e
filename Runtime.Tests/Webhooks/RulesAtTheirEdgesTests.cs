using System.Net;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Small rules of the endpoint, each where it begins and ends.</summary>
public sealed class RulesAtTheirEdgesTests
{
    [TestCase("149.154.160.1", true)]
    [TestCase("::ffff:149.154.160.1", true)]
    [TestCase("::ffff:8.8.8.8", false)]
    [TestCase("8.8.8.8", false)]
    [TestCase("149.154.175.255", true)]
    [TestCase("149.154.176.0", false)]
    public void A_sender_is_Telegrams_on_a_socket_of_either_family(string address, bool isTelegrams) =>
        Assert.That(TelegramNetworks.Contains(IPAddress.Parse(address)), Is.EqualTo(isTelegrams));

    [TestCase("application/json", WebhookRequestVerdict.Accepted)]
    [TestCase("application/vnd.telegram+json", WebhookRequestVerdict.Accepted)]
    [TestCase("text/x+json", WebhookRequestVerdict.NotJson)]
    [TestCase("application/xml", WebhookRequestVerdict.NotJson)]
    public void Only_application_types_are_JSON(string contentType, object verdict) =>
        Assert.That(new WebhookRequestVerifier(null, null, 1024).Verify(IPAddress.Loopback, null, contentType, 1),
            Is.EqualTo(verdict));

    [TestCase("good_Token-1", true)]
    [TestCase("with space", false)]
    [TestCase("", false)]
    public void A_secret_token_that_Telegram_would_refuse_is_refused_for_a_route(string token, bool isValid)
    {
        var problems = WebhookArguments.Problems(new WebhookRouteOptions { SecretToken = token }, Redaction.OfTokens);

        Assert.That(problems.Any(problem => problem.Contains("secret", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(!isValid));
    }

    [TestCase("/", "root")]
    [TestCase("/a", "route-559aead08264d5795d390971")]
    [TestCase("hook/ada/", "route-97f450b751d94b4762f2e34e")]
    public void The_inbox_of_a_route_has_the_same_name_in_every_version_or_its_updates_are_left_behind(
        string path, string name) =>
        Assert.That(RoutePattern.InboxName(path), Is.EqualTo(name));

    [Test]
    public void What_failed_longest_ago_is_forgotten_first()
    {
        var notes = new DirectNotes(capacity: 2);
        foreach (var id in new[] { 1, 2, 3 })
            notes.Keep(id, notes.Take(id).Said, attempt: 1);

        Assert.That(new[] { 1, 2, 3 }.Select(id => notes.Take(id).Attempt), Is.EqualTo(new[] { 1, 2, 2 }));
    }

    [Test]
    public void Localhost_is_shown_as_such_for_either_family()
    {
        Assert.That(ListenAddress.InUrl("localhost", IPAddress.IPv6Loopback), Is.EqualTo("localhost"));
        Assert.That(ListenAddress.InUrl("::1", IPAddress.IPv6Loopback), Is.EqualTo("[::1]"));
        Assert.That(ListenAddress.InUrl("*", IPAddress.Any), Is.EqualTo("0.0.0.0"));
    }

    [Test]
    public void Reasons_of_refusals_have_the_documented_names_in_metrics()
    {
        var names = Enum.GetValues<RefusalReason>().Select(reason => reason.Name()).ToList();

        Assert.That(names, Does.Contain("forbidden_address"));
        Assert.That(names, Is.Unique);
        Assert.That(names, Has.None.EqualTo(""));
    }

    [Test]
    public void Defaults_are_the_documented_ones_and_no_secret_is_none()
    {
        var options = new WebhookServerOptions();

        Assert.That(options.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(new WebhookRouteOptions().ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(options.MaxBytesInFlight, Is.EqualTo(64 * 1024 * 1024));
        Assert.That(options.ToString(), Does.Contain("SecretToken = none"));
    }

    [Test]
    public async Task The_health_page_answers_GET_and_HEAD_and_nothing_else()
    {
        var options = TestServers.Options();
        options.HealthPath = "/health";
        await using var server = await TestServers.Start((_, _) => default, options);
        using var client = TestServers.Client();
        var url = new Uri(new Uri(server.Urls[0]), "/health");

        using var got = await client.GetAsync(url);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        using var posted = await client.PostAsync(url, new StringContent("{}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((got.StatusCode, head.StatusCode, posted.StatusCode),
                Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.MethodNotAllowed)));
            Assert.That(posted.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "HEAD" }));
            Assert.That(await got.Content.ReadAsStringAsync(),
                Does.StartWith("{\n  \"status\": \"Healthy\",\n  \"findings\": ["));
            Assert.That(head.Content.Headers.ContentLength,
                Is.EqualTo((await got.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Test]
    public void A_health_path_that_is_none_is_refused_at_the_start()
    {
        var options = TestServers.Options();
        options.HealthPath = "a b";

        Assert.That(async () => await TestServers.Start((_, _) => default, options), Throws.InstanceOf<WebhookStartException>().With.Message.Contains("HealthPath cannot be used"));
    }
}
