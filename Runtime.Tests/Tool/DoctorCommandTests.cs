using System.Text.Json;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Tool;

/// <summary><c>telegram-webhooks doctor</c>, as a process, against a local Telegram and a real server.</summary>
public sealed class DoctorCommandTests
{
    private TelegramSandbox _telegram = null!;

    [SetUp]
    public async Task Start() => _telegram = await TelegramSandbox.Start();

    [TearDown]
    public async Task Stop() => await _telegram.DisposeAsync();

    [Test]
    public async Task A_webhook_that_is_not_set_is_found_as_a_table_and_as_JSON()
    {
        string[] expected = ["--url", "https://127.0.0.1:8443/bot"];
        var table = await Doctor([.. expected, "--no-connection"]);
        var json = await Doctor([.. expected, "--no-connection", "--json"]);

        Assert.That(table.ExitCode, Is.EqualTo(2), table.Output);
        Assert.That(ToolRun.Words(table.Output),
            Does.Contain("error").And.Contain("webhook.missing").And.Contain("What to do"));
        Assert.That(json.ExitCode, Is.EqualTo(2), json.Output);
        using var report = JsonDocument.Parse(json.Output);
        var finding = report.RootElement.GetProperty("findings")[0];
        Assert.That(finding.GetProperty("id").GetString(), Is.EqualTo("webhook.missing"));
        Assert.That(finding.GetProperty("severity").GetString(), Is.EqualTo("error"));
        Assert.That(finding.GetProperty("what_to_do").GetString(), Is.Not.Empty);
        Assert.That(table.Output + json.Output, Does.Not.Contain(_telegram.Token.Split(':')[1]));
    }

    [Test]
    public async Task A_server_that_works_is_as_it_should_be_and_a_wrong_certificate_is_named()
    {
        using var folder = new TemporaryDirectory();
        var key = WebhookPrivateKeyConfig.SelfSigned("127.0.0.1", folder.File("key.pem"));
        using var bot = new TelegramBot(_telegram.Token, new TelegramBotOptions { BaseUrl = _telegram.BaseUrl });
        var port = WebhookServerTests.FreePort();
        var url = $"https://127.0.0.1:{port}/bot";
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "bot", new SetWebhook(url), key, null, (_, _) => ValueTask.CompletedTask,
            new WebhookServerOptions { Inbox = UpdateInbox.InMemory() });
        await File.WriteAllTextAsync(folder.File("cert.pem"), key.ReadCertificatePem());
        await File.WriteAllTextAsync(
            folder.File("other.pem"), WebhookPrivateKeyConfig.SelfSigned("127.0.0.1").ReadCertificatePem());

        var right = await Doctor(["--url", url, "--certificate", folder.File("cert.pem")]);
        var wrong = await Doctor(["--url", url, "--certificate", folder.File("other.pem"), "--json"]);

        Assert.That(right.ExitCode, Is.Zero, right.Output);
        Assert.That(right.Output, Does.EndWith("The webhook is as it should be."));
        Assert.That(wrong.ExitCode, Is.EqualTo(2), wrong.Output);
        Assert.That(wrong.Output, Does.Contain("\"tls.not-uploaded\""));
    }

    [Test]
    public async Task A_token_that_Telegram_does_not_know_is_a_finding_that_does_not_show_it()
    {
        var (exitCode, output) = await ToolRun.Of(["doctor", "--base-url", _telegram.BaseUrl],
            new KeyValuePair<string, string>("TELEGRAM_BOT_TOKEN", "77:not-the-right-one"));

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain("telegram.refused").And.Not.Contain("not-the-right-one"));
    }

    [TestCase("--token", "1:abc", "--token")]
    [TestCase("--timeout", "0", "--timeout is a number of seconds from 1 to 600.")]
    [TestCase("--certificate", "nowhere.pem", "--certificate goes with --url.")]
    [TestCase("--base-url", "nonsense", "BaseUrl")]
    public async Task What_cannot_be_used_gets_a_sentence(string option, string value, string sentence)
    {
        var (exitCode, output) = await ToolRun.Of(
            ["doctor", option, value], new KeyValuePair<string, string>("TELEGRAM_BOT_TOKEN", _telegram.Token));

        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain(sentence).And.Not.Contain("   at "));
    }

    private Task<(int ExitCode, string Output)> Doctor(string[] arguments) =>
        ToolRun.Of(["doctor", "--base-url", _telegram.BaseUrl, .. arguments],
            new KeyValuePair<string, string>("TELEGRAM_BOT_TOKEN", _telegram.Token));
}
