using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Npgsql;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>
/// The templates, installed from their package; the one for long polling is also what <see cref="NewcomerTests"/>
/// takes.
/// </summary>
public sealed class TemplateTests
{
    private static string Content => Path.Combine(RepositoryFiles.Root, "Runtime.Templates", "content");

    // The name is the one that comes to mind first, and that of a type of the library.
    [Test]
    public async Task A_bot_with_a_webhook_that_is_called_TelegramBot_is_built_without_a_warning_and_passes_its_tests()
    {
        using var folder = new ProjectFolder();
        await folder.New("telegram-bot", "TelegramBot", "--webhook");

        var tested = (await folder.Dotnet("test", "TelegramBot", "-p:TreatWarningsAsErrors=true")).Restored();

        Assert.That(tested, Does.Match(@"Failed:\s+0, Passed:\s+2,"));
        Assert.That(File.ReadAllLines(folder.File("TelegramBot/.gitignore")), Does.Contain(".telegram/"));
        Assert.That(File.ReadAllText(folder.File("TelegramBot/README.md")),
            Does.Contain("PUBLIC_URL").And.Not.Contain("#if").And.Not.Contain("RUNTIME_VERSION"));
        await It_says_what_is_missing(folder);
    }

    [Test]
    public async Task An_app_with_a_webhook_is_built_without_a_warning_passes_its_tests_and_tells_systemd_that_it_is_ready()
    {
        using var folder = new ProjectFolder();
        await folder.New("telegram-bot-web", "TelegramBot");

        var tested = (await folder.Dotnet("test", "TelegramBot", "-p:TreatWarningsAsErrors=true")).Restored();

        Assert.That(tested, Does.Match(@"Failed:\s+0, Passed:\s+2,"));
        Assert.That(File.ReadAllText(folder.File("TelegramBot/Dockerfile")),
            Does.Contain("ARG PROJECT=TelegramBot\n").And.Contain("-chiseled"));
        var program = Path.Combine(
            folder.File("TelegramBot/TelegramBot"), "bin", "Debug", "net10.0", "TelegramBot.dll");
        await It_tells_systemd(program, folder);
        await It_speaks_TLS_itself_with_a_key_from_a_JKS(program);
        await It_explains(program, "PORT is '70000', but a port is a number from 0 to 65535.", ("PORT", "70000"));
        await It_explains(program, "Tls:Alias is missing", ("Tls__KeyStore", "missing.jks"));
        await It_explains(
            program, "There is no key file at 'missing.jks'", ("Tls__KeyStore", "missing.jks"), ("Tls__Alias", "bot"));
        await It_explains(program, "Token is missing", ("Telegram__Token", ""));
    }

    [Test]
    public async Task An_app_with_the_inbox_in_PostgreSQL_is_built_from_the_packages_and_answers()
    {
        if (PostgresBinaries.Folder is not { } binaries)
        {
            Assert.Ignore("PostgreSQL's server programs are not here.");
            return;
        }

        using var folder = new ProjectFolder();
        await folder.New("telegram-bot-web", "Shop");
        (await folder.Dotnet("add", "Shop/Shop", "package", "Telegram.Webhooks.Runtime.PostgreSql", "--version", LocalPackages.Version)).Restored();
        var code = File.ReadAllText(folder.File("Shop/Shop/BotApp.cs"));
        Assert.That(code, Does.Contain(".UseWebhook()"));
        folder.Write("Shop/Shop/BotApp.cs", code.Replace(
            ".UseWebhook()", ".UseWebhook().UseInbox(UpdateInbox.PostgreSql(builder.Configuration.GetConnectionString(\"Inbox\")!))", StringComparison.Ordinal));
        (await folder.Dotnet("build", "Shop/Shop", "-p:TreatWarningsAsErrors=true")).Restored();

        using var database = await PostgresServer.Create(binaries);
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort().ToString(CultureInfo.InvariantCulture);
        await using var app = ExampleProcess.StartProgram("dotnet",
            [folder.File("Shop/Shop/bin/Debug/net10.0/Shop.dll")],
        [
            new("ConnectionStrings__Inbox", database.ConnectionString), new("PORT", port),
            new("Telegram__Token", telegram.Token), new("Telegram__BaseUrl", telegram.BaseUrl),
            new("Telegram__Webhook__Url", $"http://127.0.0.1:{port}/telegram"),
        ]);
        await app.Printed("Telegram now sends the updates");
        var ada = telegram.User("Ada");
        await ada.Says("hi");
        await ada.Hears("You said: hi");

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var tables = source.CreateCommand("select count(*) from information_schema.tables where table_schema = 'telegram'");
        Assert.That((long)(await tables.ExecuteScalarAsync())!, Is.GreaterThan(0), "the inbox is there");
    }

    /// <summary>
    /// As a unit of <c>Type=notify</c> is started: with a socket to tell, and a sign that systemd is who asks.
    /// </summary>
    private static async Task It_tells_systemd(string program, ProjectFolder folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var address = folder.File("notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(address));
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort().ToString(CultureInfo.InvariantCulture);
        // The app tells systemd only where its parent is a process of that name.
        File.Copy("/bin/bash", folder.File("systemd"));
        await using var app = ExampleProcess.StartProgram(folder.File("systemd"),
            ["-c", "dotnet \"$0\" & app=$!; trap \"kill $app\" TERM; wait $app; wait $app", program],
        [
            new("NOTIFY_SOCKET", address), new("PORT", port), new("Telegram__Token", telegram.Token),
            new("Telegram__BaseUrl", telegram.BaseUrl),
            new("Telegram__Webhook__Url", $"http://127.0.0.1:{port}/telegram"),
            new("Telegram__Inbox__Sqlite", folder.File("inbox.db")),
        ]);
        try
        {
            await It_is_ready(socket, telegram, program, port, folder);
        }
        finally
        {
            await app.Terminate();
        }
    }

    private static async Task It_speaks_TLS_itself_with_a_key_from_a_JKS(string program)
    {
        await using var telegram = await TelegramSandbox.Start();
        var port = WebhookServerTests.FreePort().ToString(CultureInfo.InvariantCulture);
        await using var app = ExampleProcess.StartProgram("dotnet", [program],
        [
            new("PORT", "0"), new("Telegram__Token", telegram.Token), new("Telegram__BaseUrl", telegram.BaseUrl),
            new("Telegram__Webhook__Url", $"https://127.0.0.1:{port}/telegram"),
            new("Tls__Port", port), new("Tls__KeyStore", KeyFixtures.Path("loopback.jks")),
            new("Tls__StorePassword", KeyFixtures.StorePassword),
            new("Tls__Alias", "bot"), new("Tls__KeyPassword", KeyFixtures.KeyPassword),
        ]);
        await app.Printed("Telegram now sends the updates");
        var ada = telegram.User("Ada");
        await ada.Says("hi");
        await ada.Hears("You said: hi");

        Assert.That(telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.True,
            "it is trusted because it was uploaded");
    }

    private static async Task It_explains(
        string program, string sentence, params (string Name, string Value)[] settings)
    {
        await using var app = ExampleProcess.StartProgram(
            "dotnet", [program], [new("PORT", "0"), new("Telegram__Token", "1:none"), new("Telegram__Webhook__Url", "https://bot.example.org/t"), .. settings.Select(one => KeyValuePair.Create(one.Name, one.Value))]);
        var (exitCode, output) = await app.Ends();

        Assert.That(exitCode, Is.EqualTo(1), output);
        // The host logs a failed start with its stack; what a person reads stands last.
        Assert.That(output[(output.LastIndexOf("   at ", StringComparison.Ordinal) + 1)..], Does.Contain(sentence));
    }

    private static async Task It_is_ready(
        Socket socket, TelegramSandbox telegram, string program, string port, ProjectFolder folder)
    {
        var received = new byte[4096];
        var told = await socket.ReceiveAsync(received).WaitAsync(Timeouts.Process);

        Assert.That(Encoding.UTF8.GetString(received, 0, told), Does.Contain("READY=1"));
        Assert.That(telegram.WebhookInfo()["url"]!.GetValue<string>(), Does.EndWith("/telegram"),
            "ready means registered");
        var healthy = await CommandLine.Run(
            folder.File("."), "dotnet", [program, "--health"], new KeyValuePair<string, string?>("PORT", port));
        var unhealthy = await CommandLine.Run(
            folder.File("."), "dotnet", [program, "--health"], new KeyValuePair<string, string?>("PORT", "1"));
        Assert.That((healthy.ExitCode, unhealthy.ExitCode), Is.EqualTo((0, 1)));
    }

    [Test]
    public void What_templates_take_from_others_has_the_version_that_the_repository_tests()
    {
        var central = XDocument.Load(Path.Combine(RepositoryFiles.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(
                package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var references = Directory.EnumerateFiles(Content, "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(package => (Id: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value))
            .ToList();

        Assert.That(references, Has.Count.GreaterThan(4));
        foreach (var (id, version) in references)
            Assert.That(version, Is.EqualTo(id.StartsWith("Telegram.Webhooks.Runtime", StringComparison.Ordinal) ? "RUNTIME_VERSION" : central.GetValueOrDefault(id)), id);
    }

    private static async Task It_says_what_is_missing(ProjectFolder folder)
    {
        foreach (var (variables, said) in new (KeyValuePair<string, string?>[], string)[]
        {
            ([], "TELEGRAM_BOT_TOKEN is not set"),
            ([new("TELEGRAM_BOT_TOKEN", "1:none")], "PUBLIC_URL is not set to a URL"),
            ([new("TELEGRAM_BOT_TOKEN", "1:none"), new("PUBLIC_URL", "https://bot.example.org/bot"), new("PORT", "70000")], "PORT is '70000', but a port is a number from 0 to 65535."),
        })
        {
            var run = await CommandLine.Run(
                folder.File("TelegramBot"), "dotnet", ["TelegramBot/bin/Debug/net10.0/TelegramBot.dll"], variables);
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output);
            Assert.That(run.Output, Does.Contain(said).And.Not.Contain("   at "));
        }
    }
}
