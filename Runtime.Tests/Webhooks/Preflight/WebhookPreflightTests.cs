using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks.Preflight;

public sealed class WebhookPreflightTests
{
    private const string Good = "https://bot.example.com/hook";
    private const string Secret = "planted_secret";

    private static PreflightInput Input(
        string url = Good, string? secret = null, int? connections = null, string? ip = null, bool cloud = true, bool fileId = false) => new()
        {
            Url = url,
            SecretToken = secret,
            MaxConnections = connections,
            IpAddress = ip,
            IsTelegramCloud = cloud,
            CertificateIsFileId = fileId,
            Now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };

    private static IEnumerable<TestCaseData> Rules()
    {
        yield return Refused(
            "unparsable URL", Input("https://bot.example.com:0/"), "Bad Request: invalid webhook URL specified");
        yield return Refused("empty URL", Input(" "), "deleteWebhook");
        yield return Refused("http", Input("http://bot.example.com/"), "An HTTPS URL must be provided for webhook");
        yield return Refused("http on a port that is not allowed", Input("http://bot.example.com:8080/"),
            "An HTTPS URL must be provided for webhook");
        yield return Refused("port", Input("https://bot.example.com:8080/"), "only on ports 80, 88, 443 or 8443");
        yield return Refused("fragment", Input(Good + "#top"), "#fragment");
        yield return Refused("headers too long", Input(Good + new string('a', 4000)), "4096");
        yield return Refused(
            "headers too long by escapes", Input(Good + string.Concat(Enumerable.Repeat(" a", 1000))), "4096");
        yield return Refused("localhost", Input("https://localhost:8443/"), "IP address 127.0.0.1 is reserved");
        yield return Refused(
            "host is IPv6", Input("https://[2606:4700::1111]/"), "IPv6-only addresses are not allowed");
        yield return Refused(
            "host is a short form of an address", Input("https://127.1/"), "IP address 127.0.0.1 is reserved");
        yield return Refused(
            "secret too long", Input(secret: new string('a', 257)), "Bad Request: secret token is too long");
        yield return Refused("secret's characters", Input(secret: Secret + "!"),
            "Bad Request: secret token contains unallowed characters");
        yield return Refused(
            "secret not ASCII", Input(secret: Secret + "ä"), "Bad Request: secret token contains unallowed characters");
        yield return Refused("no connections", Input(connections: 0), "from 1 to 100");
        yield return Refused("too many connections", Input(connections: 101), "--local");
        yield return Refused(
            "too many connections for a local server", Input(connections: 100_001, cloud: false), "from 1 to 100000");
        yield return Refused("fixed address malformed", Input(ip: "bot.example.com"), "Invalid IP address specified");
        yield return Refused(
            "fixed address malformed, local server", Input(ip: "1.2.3", cloud: false), "Invalid IP address specified");
        yield return Refused(
            "fixed address is IPv6", Input(ip: "2606:4700::1111"), "IPv6-only addresses are not allowed");
        yield return Refused("fixed address is IPv4 written as IPv6", Input(ip: "::ffff:8.8.8.8"),
            "IPv6-only addresses are not allowed");
        foreach (var reserved in new[]
        {
            "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.1.1", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
            "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
            "255.255.255.255",
        })
        {
            yield return Refused($"fixed address {reserved}", Input(ip: reserved), "is reserved");
            yield return Refused($"host {reserved}", Input($"https://{reserved}/"), "is reserved");
        }

        yield return Warned("file id", Input(fileId: true), "file id");
        yield return Warned("host without a dot", Input("https://intranet/"), "no dot");

        static TestCaseData Refused(string name, PreflightInput input, string says) => new TestCaseData(
            input, true, says).SetArgDisplayNames(name);

        static TestCaseData Warned(string name, PreflightInput input, string says) => new TestCaseData(
            input, false, says).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Rules))]
    public void A_broken_rule_is_the_only_problem_and_says_what_Telegram_would(object input, bool isError, string says)
    {
        var problems = WebhookPreflight.Check((PreflightInput)input);

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0].Severity, Is.EqualTo(isError ? PreflightSeverity.Error : PreflightSeverity.Warning));
        Assert.That(problems[0].Text, Does.Contain(says).And.Not.Contain(Secret));
    }

    private static IEnumerable<TestCaseData> Allowed()
    {
        foreach (var port in new[] { 443, 80, 88, 8443 })
            yield return Case($"port {port}", Input($"https://bot.example.com:{port}/hook"));
        yield return Case("secret of 256", Input(secret: new string('-', 256)));
        yield return Case("empty secret", Input(secret: ""));
        yield return Case("1 connection", Input(connections: 1));
        yield return Case("100 connections", Input(connections: 100));
        yield return Case("public address", Input("https://8.8.8.8/"));
        yield return Case("fixed public address, host of any kind", Input("https://localhost/", ip: "8.8.8.8"));
        foreach (var beside in new[] { "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255" })
            yield return Case($"address {beside} beside a reserved network", Input(ip: beside));
        yield return Case("local server: http", Input("http://bot/", cloud: false));
        yield return Case("local server: any port", Input("https://127.0.0.1:18080/", cloud: false));
        yield return Case("local server: IPv6", Input("https://[::1]:18080/", ip: "::1", cloud: false));
        yield return Case("local server: 100000 connections", Input(connections: 100_000, cloud: false));

        static TestCaseData Case(string name, PreflightInput input) => new TestCaseData(input).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Allowed))]
    public void What_Telegram_takes_is_no_problem(object input) =>
        Assert.That(WebhookPreflight.Check((PreflightInput)input), Is.Empty);

    [TestCase("", null, 0)]
    [TestCase("ab:c@", null, 31)]
    [TestCase("ab:cd@", null, 31)]
    [TestCase("ab:cde@", null, 31)]
    [TestCase("ab:cdef@", null, 35)]
    [TestCase("", "12345", 40)]
    public void Headers_may_take_4096_bytes_and_not_one_more(string userInfo, string? secret, int taken)
    {
        // Fixed ones, the host's name, and what goes with a secret token or a password, as in "Authorization: Basic
        // YWI6Yw==".
        var path = "!" + new string('a', 4096 - 160 - "bot.example.com".Length - "/!".Length - taken);

        Assert.That(WebhookPreflight.Check(Input($"https://{userInfo}bot.example.com/{path}", secret)), Is.Empty);
        Assert.That(WebhookPreflight.Check(Input($"https://{userInfo}bot.example.com/{path}a", secret)).Single().Text,
            Does.Contain("4097 bytes long"));
    }

    [Test]
    public void All_problems_are_told_at_once_in_the_order_of_the_parameters()
    {
        var problems = WebhookPreflight.Check(Input("http://user:planted_password@bot.example.com/planted_path#f", Secret + "?", 500, "10.0.0.1", fileId: true));

        Assert.That(problems.Select(p => p.Text), Is.EqualTo(problems.Select(p => p.Text).Distinct()));
        Assert.That(problems, Has.Count.EqualTo(5));
        Assert.That(problems[0].Text, Does.Contain("not https"));
        Assert.That(problems[1].Text, Does.Contain("#fragment"));
        Assert.That(problems[2].Text, Does.Contain("secret token"));
        Assert.That(problems[3].Text, Does.Contain("connections"));
        Assert.That(problems[4].Text, Does.Contain("reserved"));
        Assert.That(problems.Select(p => p.Text), Has.None.Contains("planted"));
    }
}
