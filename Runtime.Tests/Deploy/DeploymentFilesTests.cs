using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Packaging;

namespace Telegram.Webhooks.Runtime.Tests.Deploy;

/// <summary>The other files of <c>deploy/</c>, by the programs that read them.</summary>
public sealed class DeploymentFilesTests
{
    private static string Folder => Path.Combine(RepositoryFiles.Root, "deploy");

    [Test]
    public async Task Compose_takes_its_file_and_asks_for_what_is_missing()
    {
        var compose = InstalledProgram.Require("docker-compose", "docker-compose");
        KeyValuePair<string, string?>[] given = [new("PUBLIC_HOST", "bots.example.org"), new("FIRST_BOT_TOKEN", "1:a"), new("SECOND_BOT_TOKEN", "2:b"), new("POSTGRES_PASSWORD", "secret")];
        var read = await CommandLine.Run(Folder, compose, ["-f", "compose.yml", "config"], given);
        var tokenless = await CommandLine.Run(Folder, compose, ["-f", "compose.yml", "config"],
            given.Where(variable => variable.Key != "SECOND_BOT_TOKEN"));

        Assert.That(read.Succeeded(), Does.Contain("https://bots.example.org/second").And.Contain("dockerfile: deploy/Dockerfile").And.Contain("read_only: true"));
        Assert.That(tokenless.ExitCode, Is.Not.Zero);
        Assert.That(tokenless.Output, Does.Contain("SECOND_BOT_TOKEN").And.Contain("set it in .env"));
    }

    [Test]
    public async Task Systemd_takes_the_unit_and_finds_it_well_hardened()
    {
        var analyze = InstalledProgram.Require("systemd-analyze", "systemd");
        using var folder = new TemporaryDirectory();
        var unit = await File.ReadAllTextAsync(Path.Combine(Folder, "telegram-bot.service"));
        Assert.That(unit, Does.Contain("Type=notify").And.Contain("StateDirectory=telegram-bot"));
        // The program is not installed here; everything else is read as it is.
        await File.WriteAllTextAsync(folder.File("telegram-bot.service"),
            unit.Replace("/opt/telegram-bot/MyBot", "/bin/true", StringComparison.Ordinal));

        var verified = await CommandLine.Run(
            folder.File("."), analyze, ["verify", "--man=no", folder.File("telegram-bot.service")]);
        var secured = await CommandLine.Run(folder.File("."), analyze,
            ["security", "--offline=true", "--threshold=20", folder.File("telegram-bot.service")]);

        Assert.That(verified.Succeeded(), Does.Not.Contain("telegram-bot.service:"),
            "unknown keys and values are warnings to it");
        secured.Succeeded();
    }

    // A project that was made from the template must build its image with nothing else; compose builds several bots
    // with one file.
    [Test]
    public void The_image_that_a_new_project_brings_is_the_one_of_the_deployment_files()
    {
        var template = Path.Combine(
            RepositoryFiles.Root, "Runtime.Templates", "content", "telegram-bot-web", "Dockerfile");

        Assert.That(Steps(template).Select(line => line.Replace("=TelegramBot1", "=MyBot", StringComparison.Ordinal)), Is.EqualTo(Steps(Path.Combine(Folder, "Dockerfile"))));

        // Up to the first step it says how it is called, which differs.
        static IEnumerable<string> Steps(string file) => File.ReadAllLines(file)
            .SkipWhile(line => line.StartsWith('#'));
    }

    // No image can be built without a daemon and a registry, so what makes it safe is looked for in the text.
    [Test]
    public void The_image_has_no_shell_runs_as_an_ordinary_user_and_keeps_the_inbox()
    {
        var stages = File.ReadAllText(Path.Combine(Folder, "Dockerfile")).ReplaceLineEndings("\n").Split("\nFROM ");
        var final = stages[^1].Split('\n');

        Assert.That(final[0], Does.EndWith("-chiseled"));
        Assert.That(final, Does.Contain("USER $APP_UID").And.Contain("VOLUME /data"));
        Assert.That(final, Has.Some.StartsWith("HEALTHCHECK").And.Contains("[\"dotnet\", \"bot.dll\", \"--health\"]"));
        Assert.That(final, Has.None.StartsWith("RUN"), "there is no shell to run it");
        Assert.That(final, Has.Some.EndsWith("Telegram__Inbox__Sqlite=/data/inbox.db"));
    }
}
