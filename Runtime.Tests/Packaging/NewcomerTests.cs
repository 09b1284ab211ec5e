using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>
/// What README promises somebody new, by <c>tests/newcomer.sh</c>: templates, tests of the new bot, tool and a first
/// answer.
/// </summary>
public sealed class NewcomerTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "The script is one for bash.")]
    public async Task From_an_empty_folder_to_a_first_answer_by_the_commands_of_the_README()
    {
        var followed = await CommandLine.Run(
            RepositoryFiles.Root, "bash", ["tests/newcomer.sh", LocalPackages.Folder],
            new("NUGET_FALLBACK_PACKAGES", LocalPackages.Cache),
            // Two minutes are measured on a machine with nothing else to do; here other tests run at the same time.
            new("NEWCOMER_SECONDS", "600"));

        Assert.That(followed.Restored(),
            Does.Contain("Ada heard 'You said: hi'").And.Contain("$ dotnet add package Telegram.Webhooks.Runtime"));
        TestContext.Out.WriteLine(followed.Output);
    }
}
