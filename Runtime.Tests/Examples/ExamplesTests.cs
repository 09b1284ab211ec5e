using System.Globalization;
using System.Net;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>The examples, run as README tells it.</summary>
public class ExamplesTests
{
    [Test]
    public async Task The_echo_bot_without_settings_explains_them()
    {
        await using var example = ExampleProcess.Start("EchoBot");

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("TELEGRAM_BOT_TOKEN").And.Contain("PUBLIC_URL").And.Contain("KEYSTORE"));
    }

    [Test]
    public async Task The_echo_bot_with_a_missing_key_store_says_so_and_ends()
    {
        await using var example = ExampleProcess.Start("EchoBot",
            new("TELEGRAM_BOT_TOKEN", "123456:fake-token-for-a-test"),
            new("PUBLIC_URL", "https://bot.example.org:8443/hook"), new("PORT", "0"), new("HOST", "127.0.0.1"),
            new("KEYSTORE", "missing.jks"), new("KEYSTORE_PASSWORD", "fake-password"), new("KEY_ALIAS", "alias"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("missing.jks").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_key_store_without_an_alias_was_answered_with_the_name_of_a_parameter()
    {
        await using var example = ExampleProcess.Start("EchoBot",
            new("TELEGRAM_BOT_TOKEN", "123456:fake-token-for-a-test"),
            new("PUBLIC_URL", "https://bot.example.org:8443/hook"), new("PORT", "0"), new("HOST", "127.0.0.1"),
            new("KEYSTORE", "keystore.jks"), new("KEYSTORE_PASSWORD", "fake-password"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("KEY_ALIAS is missing").And.Contain("keytool -list -keystore keystore.jks").And.Not.Contain("aliasName"));
    }

    [TestCase("EchoBot", "PORT", "eighty")]
    [TestCase("EchoBot", "PORT", "99999999999")]
    [TestCase("EchoBot", "PORT", "70000")]
    [TestCase("ReceiveOnly", "PORT", "70000")]
    [TestCase("Flows", "PORT", "70000")]
    [TestCase("EchoBot", "PUBLIC_URL", "https://bot example")]
    [TestCase("ReceiveOnly", "PORT", "eighty")]
    [TestCase("Flows", "PORT", "99999999999")]
    [TestCase("Flows", "TELEGRAM_BOT_TOKEN", "no-token")]
    [TestCase("Flows", "PUBLIC_URL", "ftp://bot.example.org")]
    [TestCase("TelegramBotHandlers", "TELEGRAM_BOT_TOKEN", "no-token")]
    [TestCase("TelegramBotHandlers", "BASE_URL", "nonsense")]
    [TestCase("Quickstart", "PORT", "99999999999")]
    [TestCase("Quickstart", "PORT", "70000")]
    [TestCase("Quickstart", "TELEGRAM_BOT_TOKEN", "no-token")]
    [TestCase("Quickstart", "PUBLIC_URL", "https://bot example")]
    public async Task A_setting_that_cannot_be_used_ended_in_a_stack_trace_or_was_not_named(
        string name, string setting, string value)
    {
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = "123456:fake-token-for-a-test",
            ["PUBLIC_URL"] = "https://bot.example.org:8443/hook",
            ["PORT"] = "0",
            ["BASE_URL"] = "http://127.0.0.1:1",
            [setting] = value,
        };
        await using var example = ExampleProcess.Start(name, settings);

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(1).Or.EqualTo(2));
        Assert.That(output, Does.Not.Contain("   at ").And.Not.Contain("Unhandled exception"));
        Assert.That(output, Does.Contain(setting).Or.Contain("BaseUrl").Or.Contain("bot token").Or.Contain("webhook URL"));
        if (setting == "PORT")
            Assert.That(output, Does.Contain($"PORT is '{value}', but a port is a number from 0 to 65535."));
    }

    [TestCase("EchoBot")]
    [TestCase("Flows")]
    [TestCase("ReceiveOnly")]
    [TestCase("TelegramBotHandlers")]
    public async Task An_unknown_argument_was_ignored(string name)
    {
        await using var example = ExampleProcess.StartWith(name, ["--prot", "80"],
            new KeyValuePair<string, string>("TELEGRAM_BOT_TOKEN", "123456:fake-token-for-a-test"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("'--prot' is unknown"));
    }

    [TestCase("ReceiveOnly")]
    [TestCase("TelegramBotHandlers")]
    public async Task A_folder_that_cannot_be_written_to_ended_in_a_stack_trace_or_without_a_way_out(string name)
    {
        await using var example = ExampleProcess.StartBeside(name, ".telegram", new("PORT", "0"),
            new("TELEGRAM_BOT_TOKEN", "123456:fake-token-for-a-test"), new("BASE_URL", "http://127.0.0.1:1"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("cannot be created").And.Contain("UpdateInbox.Sqlite(path)").And.Not.Contain("   at "));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "SIGTERM is sent with kill.")]
    public async Task The_listener_without_a_token_prints_updates_and_drains_on_sigterm()
    {
        var port = WebhookServerTests.FreePort();
        var url = $"http://127.0.0.1:{port}/webhook_route";
        await using var example = ExampleProcess.Start("ReceiveOnly",
            new("PORT", port.ToString(CultureInfo.InvariantCulture)), new("SECRET_TOKEN", TestServers.Secret));
        await example.Printed("Listening for updates on http://127.0.0.1:");
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(url, TestServers.Message(4711)));
        var printed = await example.Printed("update 4711");
        var hasInbox = File.Exists(Path.Combine(example.Folder, ".telegram", $"{port}.db"));
        var exitCode = await example.Terminate();
        var (_, output) = await example.Ends();

        Assert.Multiple(() =>
        {
            Assert.That(output.Split("istening").Length - 1, Is.EqualTo(1),
                "said by the library and by the example, it stood there twice");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(printed, Does.Contain("update 4711 (message) in chat 77"));
            Assert.That(exitCode, Is.Zero);
            Assert.That(hasInbox, Is.True, "the default inbox is a file below the working directory");
        });
    }
}
