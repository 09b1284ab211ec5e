using System.Xml.Linq;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Deploy;
using Telegram.Webhooks.Runtime.Tests.Docs;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>
/// What the pages tell a reader to type, typed: page by page, in a folder and a home of its own, with the packages of
/// this build.
/// </summary>
[Platform(Exclude = "Win", Reason = "The commands are written for a shell.")]
public sealed class DocumentedCommandsTests
{
    // The pages of a folder run one after another in it.
    private static readonly string[] ProjectPages =
        ["docs/start.md", "docs/test.md", "docs/telemetry.md", "Runtime/PACKAGE.md", "Runtime.PostgreSql/PACKAGE.md",
            "Runtime.Sandbox/PACKAGE.md", "Runtime.Templates/PACKAGE.md", "Runtime.Tool/PACKAGE.md"];

    private static readonly string[] ToolPages = ["docs/key-stores.md", "docs/tool.md", "docs/deploy.md"];

    private static readonly Dictionary<string, string> RunElsewhere = new()
    {
        ["README.md: ./build.sh run"] = "QuickstartProcessTests run the program that it builds and starts.",
        ["README.md: ./build.sh test"] = "This runs in it.",
        ["CONTRIBUTING.md: ./build.sh pack -p:RepositoryUrl=https://git.example.org/ada/bots"] = "PackageVersionTests pack with an address.",
        ["docs/sandbox.md: ./build.sh sandbox --port 8081"] = "SandboxCommandTests run the program that it builds and starts.",
        ["docs/start.md: TELEGRAM_BOT_TOKEN=... dotnet run"] = "It needs a token of the real Telegram and the internet; the ten lines are built here instead.",
        ["Runtime.Templates/content/telegram-bot/README.md: *"] = "NewcomerTests and TemplateTests make, test and run such a project.",
        ["Runtime.Templates/content/telegram-bot-web/README.md: *"] = "TemplateTests make, test and run such a project; .ci/aot publishes it native.",
    };

    [Test]
    public void Each_command_is_run_here_or_the_list_says_where_and_why()
    {
        var unknown = ShellCommand.All().Where(command => !ProjectPages.Concat(ToolPages).Contains(command.Page) && !IsElsewhere(command)).ToList();
        Assert.That(unknown, Is.Empty, "name a test that runs it");
        foreach (var (listed, _) in RunElsewhere.Where(listed => !listed.Key.EndsWith('*')))
            Assert.That(ShellCommand.All().Select(command => command.ToString()), Does.Contain(listed), "what is gone from the pages is gone from the list");
    }

    [Test]
    public void Each_block_of_the_pages_says_what_it_is_written_in() => Assert.Multiple(() =>
    {
        foreach (var page in ShellCommand.Pages())
            Assert.That(ShellCommand.Languages(page).Distinct(),
                Is.SubsetOf(new[] { "csharp", "sh", "json", "text", "xml", "ini", "yaml" }), page);
    });

    [Test]
    public async Task Projects_are_made_and_packages_added_as_the_pages_say()
    {
        using var folder = new ProjectFolder();
        var lines = CodeBlock.All().First(block => block.File == Path.Combine("docs", "start.md")).Code;
        folder.Write("TenLines.cs", lines);

        var typed = await Type(folder, ProjectPages, command => command switch
        {
            "dotnet new console -o MyBot" => $"{command} && cp TenLines.cs MyBot/Program.cs",
            // The page adds it to a project whose code is its own; that it fits is seen when the project is built.
            "dotnet add package Telegram.Webhooks.Runtime" => $"{command} && dotnet build -v quiet -p:TreatWarningsAsErrors=true",
            _ when command.StartsWith("dotnet add package OpenTelemetry.",
                StringComparison.Ordinal) => $"{command} --version {CentralVersion(command.Split(' ')[^1])}",
            // A project of that name has been made by another page.
            "dotnet new telegram-bot -o MyBot" => "rm -rf MyBot && " + command,
            _ => command,
        });

        Assert.That(typed.Restored(), Does.Contain("$ telegram-webhooks sandbox").And.Contain("$ dotnet add package Telegram.Webhooks.Runtime.PostgreSql"));
    }

    [Test]
    public async Task Keys_are_made_and_examined_and_the_doctor_is_asked_as_the_pages_say()
    {
        InstalledProgram.Require("keytool", "default-jre-headless");
        InstalledProgram.Require("openssl", "openssl");
        await using var telegram = await Runtime.Sandbox.TelegramSandbox.Start();
        using var folder = new ProjectFolder();

        var typed = await Type(folder, ToolPages, command => command switch
        {
            // What a reader has who follows the recipe.
            _ when command.StartsWith("openssl pkcs12", StringComparison.Ordinal) => $"cp cert.pem fullchain.pem; cp key.pem privkey.pem; {command} -passout pass:KeystorePassword",
            _ when command.Contains("-srckeystore store.jceks", StringComparison.Ordinal) =>
                $"keytool -genkeypair -keystore store.jceks -storetype JCEKS -storepass KeystorePassword -keyalg RSA -keysize 2048 -dname CN=bot.example.com; {command} -srcstorepass KeystorePassword -deststorepass KeystorePassword",
            _ when command.StartsWith("openssl x509 -inform der",
                StringComparison.Ordinal) => $"openssl x509 -in fullchain.pem -outform der -out cert.der; {command}",
            _ when command.StartsWith("openssl pkey -inform der",
                StringComparison.Ordinal) => $"openssl pkey -in privkey.pem -outform der -out key.der; {command}",
            // There is no webhook yet, so the doctor has something to say.
            _ when command.Contains("telegram-webhooks doctor", StringComparison.Ordinal) =>
                $"TELEGRAM_BOT_TOKEN={telegram.Token} {command.Replace("TELEGRAM_BOT_TOKEN=… ", "", StringComparison.Ordinal)} --base-url {telegram.BaseUrl} --timeout 2 || [ $? -eq 2 ]",
            _ => command,
        });

        Assert.That(typed.Restored(), Does.Contain("Telegram would accept it for bot.example.com").And.Contain("webhook.missing"));
        Assert.That(folder.File("bot.pfx"), Does.Exist);
        Assert.That(File.ReadAllText(folder.File("cert.pem")), Does.StartWith("-----BEGIN CERTIFICATE-----"));
    }

    /// <summary>
    /// Types the commands of pages into one shell, each once; <paramref name="with"/> adds what a machine without a
    /// reader and the internet lacks.
    /// </summary>
    private static async Task<CommandLine> Type(ProjectFolder folder, string[] pages, Func<string, string> with)
    {
        var port = WebhookServerTests.FreePort();
        var commands = pages.SelectMany(page => ShellCommand.All().Where(command => command.Page == page))
            .Where(command => !IsElsewhere(command)).Select(command => command.Text).Distinct();
        folder.Write("typed.sh", Shell + string.Join('\n', commands.Select(command =>
        {
            var said = command.Replace("'", "'\\''", StringComparison.Ordinal);
            var typed = command.StartsWith("telegram-webhooks sandbox", StringComparison.Ordinal)
                ? $"in_background {command}"
                : with(command);
            return $"echo '$ {said}'\n{typed.Replace("8081", $"{port}", StringComparison.Ordinal)}";
        })) + "\n");
        Directory.CreateDirectory(folder.File("home/.nuget/NuGet"));
        // The registry is the one that this machine is set up for.
        var known = Path.Combine(
            Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } named ? named : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(known)) File.Copy(known, folder.File("home/.nuget/NuGet/NuGet.Config"));
        return await CommandLine.Run(folder.File("."), "bash", ["typed.sh"],
            new("DOTNET_CLI_HOME", folder.File("home")), new("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
            new("TELEGRAM_BOT_TOKEN", null),
            new("PATH", $"{folder.File("home/.dotnet/tools")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"),
            new("TELEGRAM_KEYSTORE_PASSWORD", "KeystorePassword"), new("TELEGRAM_KEY_PASSWORD", "AliasPassword"));
    }

    private const string Shell = """
        set -euo pipefail
        started=()
        trap 'for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done' EXIT
        in_background() {
          "$@" >background.log 2>&1 &
          started+=($!)
          for _ in $(seq 600); do
            if grep -qF 'Ctrl+C stops' background.log; then return 0; fi
            kill -0 $! 2>/dev/null || break
            sleep 0.1
          done
          cat background.log
          return 1
        }

        """;

    // tests/newcomer.sh takes those of the README's first chapter from the page; NewcomerTests run it.
    private static bool IsElsewhere(ShellCommand command) =>
        RunElsewhere.ContainsKey(command.ToString()) || RunElsewhere.ContainsKey($"{command.Page}: *")
        || (command.Page == "README.md" && FirstBot.Value.Contains(command.Text));

    private static Lazy<string> FirstBot { get; } = new(() =>
        File.ReadAllText(Path.Combine(RepositoryFiles.Root, "README.md")).ReplaceLineEndings("\n").Split("\n## ")
            .Single(chapter => chapter.StartsWith("A first bot", StringComparison.Ordinal)));

    private static string CentralVersion(string package) => XDocument.Load(
        Path.Combine(RepositoryFiles.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package)
        .Attribute("Version")!.Value;
}
