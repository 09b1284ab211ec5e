using System.ComponentModel;
using System.Diagnostics;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>
/// Bots written with libraries of another language, in processes of their own: they know nothing of the sandbox and
/// must not notice.
/// </summary>
internal sealed class NpmLibraryTests
{
    private static readonly TimeSpan Installing = TimeSpan.FromMinutes(5);

    private DirectoryInfo? _folder;

    /// <summary>The packages, as the lock file pins them, in a folder of their own.</summary>
    [OneTimeSetUp]
    public async Task Install()
    {
        _folder = Directory.CreateTempSubdirectory("npm-bots-");
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "Runtime.Tests", "Sandbox", "OtherLibraries")))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        try
        {
            var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var npm = Process.Start(start)!;
            var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync().WaitAsync(Installing);
            if (npm.ExitCode != 0)
                Assert.Ignore($"npm cannot install grammY, telegraf and node-telegram-bot-api here: {await output}{await errors}");
        }
        catch (Win32Exception missing)
        {
            Assert.Ignore(
                $"npm, for bots with grammY, telegraf and node-telegram-bot-api, is not there: {missing.Message}");
        }
    }

    [OneTimeTearDown]
    public void Remove() => _folder?.Delete(recursive: true);

    [Test]
    public async Task A_bot_talks_presses_and_uploads(
        [Values("grammy", "telegraf", "node-telegram-bot-api")] string library, [Values("polling", "webhook")] string mode)
    {
        await using var sandbox = await TelegramSandbox.Start(new TelegramSandboxOptions { WaitTimeout = RealTime.Patience });
        var ada = sandbox.User("Ada");
        await using var bot = ExampleProcess.StartProgram(
            "node", [Path.Combine(_folder!.FullName, library + ".js")],
            [new("BASE_URL", sandbox.BaseUrl), new("TOKEN", sandbox.Token), new("MODE", mode),
                new("PORT", $"{WebhookServerTests.FreePort()}")]);
        await bot.Printed("ready");

        await ada.Says("hi");
        await ada.Hears("You said: hi");
        await ada.Says("/ask");
        var press = await ada.Presses("Yes");
        Assert.That(await press.IsAnswered(), Is.EqualTo("Noted"));
        await ada.Hears("You chose yes");
        await ada.Says("/file");
        var file = await ada.Hears(message => message.ToJson()["document"] is not null, "a document");

        Assert.That(file.ToJson()["document"]!["file_name"]!.GetValue<string>(), Is.EqualTo("my notes é.txt"));
        Assert.That(sandbox.WebhookInfo()["last_error_message"], Is.Null);
        Assert.That(sandbox.WebhookInfo()["url"]!.GetValue<string>().Length > 0, Is.EqualTo(mode == "webhook"));
    }
}
