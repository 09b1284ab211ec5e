using System.Net;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>The examples of hosted bots, as processes, talked to through the local Telegram.</summary>
[Platform(Exclude = "Win", Reason = "A process is asked to stop with SIGTERM.")]
public class HostedExamplesTests
{
    [Test]
    public async Task The_web_app_counts_visits_says_that_it_is_well_and_stops()
    {
        await using var telegram = await TelegramSandbox.Start();
        var url = $"http://127.0.0.1:{WebhookServerTests.FreePort()}";
        await using var example = ExampleProcess.StartWith(
            "WebApp",
            ["--contentRoot", SettingsOf("WebApp")],
            new("ASPNETCORE_URLS", url),
            new("Telegram__Token", telegram.Token),
            new("Telegram__BaseUrl", telegram.BaseUrl),
            new("Telegram__Webhook__Url", url + "/telegram"),
            new("Telemetry__Console", "true"));
        await example.Printed("Application started");
        var ada = telegram.User("Ada");

        await ada.Says("hi");
        await ada.Hears("You said: hi (for the 1. time)");
        await ada.Says("again");
        await ada.Hears("You said: again (for the 2. time)");

        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(url + "/health"));
        var hasInbox = File.Exists(Path.Combine(example.Folder, "data", "inbox.db"));
        var exitCode = await example.Terminate();

        Assert.Multiple(() =>
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(hasInbox, Is.True, "what appsettings.json says holds");
            Assert.That(exitCode, Is.Zero);
        });
    }

    [Test]
    public async Task Each_of_several_bots_answers_with_its_own_name()
    {
        await using var shop = await TelegramSandbox.Start(new TelegramSandboxOptions { Token = "4200000001:shop-token" });
        await using var help = await TelegramSandbox.Start(new TelegramSandboxOptions { Token = "4200000002:help-token" });
        var url = $"http://127.0.0.1:{WebhookServerTests.FreePort()}";
        await using var example = ExampleProcess.StartWith(
            "SeveralBots",
            ["--contentRoot", SettingsOf("SeveralBots")],
            new("ASPNETCORE_URLS", url),
            new("Bots__shop__Token", shop.Token), new("Bots__shop__BaseUrl", shop.BaseUrl),
            new("Bots__shop__Webhook__Url", url + "/shop"),
            new("Bots__help__Token", help.Token), new("Bots__help__BaseUrl", help.BaseUrl),
            new("Bots__help__Webhook__Url", url + "/help"));
        await example.Printed("Application started");
        var (ada, bob) = (shop.User("Ada"), help.User("Bob"));

        await ada.Says("hi");
        await bob.Says("hello");

        await ada.Hears("shop heard: hi");
        await bob.Hears("help heard: hello");
        Assert.That(await example.Terminate(), Is.Zero);
    }

    [Test]
    public async Task The_worker_answers_by_long_polling()
    {
        await using var telegram = await TelegramSandbox.Start();
        await using var example = ExampleProcess.StartWith(
            "Worker",
            ["--contentRoot", SettingsOf("Worker")],
            new("Telegram__Token", telegram.Token),
            new("Telegram__BaseUrl", telegram.BaseUrl));
        var ada = telegram.User("Ada");

        await ada.Says("hi");
        await example.Printed("Application started");
        await ada.Hears("You said: hi");

        Assert.That(await example.Terminate(), Is.Zero);
    }

    [TestCase("WebApp", "Token is missing")]
    [TestCase("WebApp", "Webhook:Url is missing")]
    [TestCase("SeveralBots", "Bot 'help': Token is missing")]
    [TestCase("Worker", "Token is missing")]
    public async Task What_an_example_was_not_given_is_named_at_the_start(string name, string problem)
    {
        await using var example = ExampleProcess.StartWith(name, ["--contentRoot", SettingsOf(name)],
            new KeyValuePair<string, string>("ASPNETCORE_URLS", "http://127.0.0.1:0"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain(problem));
    }

    [TestCase("WebApp", "Telegram__Token")]
    [TestCase("SeveralBots", "Bots__shop__Token")]
    [TestCase("Worker", "Telegram__Token")]
    [TestCase("EchoBot", "PUBLIC_URL")]
    [TestCase("Flows", "PUBLIC_URL")]
    public async Task An_example_that_was_asked_for_help_looked_at_its_settings_first(string name, string setting)
    {
        await using var example = ExampleProcess.StartWith(
            name, ["--help"], new KeyValuePair<string, string>("PORT", "no number"));

        var (exitCode, output) = await example.Ends();

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain(setting));
    }

    // Run from the folder of its sources, as dotnet run does, it finds its appsettings.json there.
    private static string SettingsOf(string name) => Path.Combine(RepositoryFiles.Root, "examples", name);
}
