using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Docs;

/// <summary>
/// <c>docs/options.md</c> against the code. With <c>TELEGRAM_UPDATE_DOCS=1</c> the page is written anew instead.
/// </summary>
public sealed class OptionsPageTests
{
    private static string Page => Path.Combine(RepositoryFiles.Root, "docs", "options.md");

    [Test]
    public void The_table_of_options_is_what_the_code_says()
    {
        if (Environment.GetEnvironmentVariable("TELEGRAM_UPDATE_DOCS") == "1")
            File.WriteAllText(Page, OptionsPage.Text());

        Assert.That(
            File.ReadAllText(Page).ReplaceLineEndings("\n"), Is.EqualTo(OptionsPage.Text()),
            "Write it anew: TELEGRAM_UPDATE_DOCS=1 ./build.sh test --filter FullyQualifiedName~OptionsPage");
    }

    [Test]
    public void Each_option_is_documented()
    {
        Assert.That(OptionsPage.Types, Does.Contain(typeof(WebhookServerOptions)).And.Contain(typeof(DeliveryOptions)).And.Contain(typeof(TelegramBotOptions)));
        var silent = OptionsPage.Types.SelectMany(OptionsPage.Options)
            .Where(option => string.IsNullOrWhiteSpace(OptionsPage.Meaning(option)))
            .Select(option => $"{option.DeclaringType!.Name}.{option.Name}");

        Assert.That(silent, Is.Empty);
    }
}
