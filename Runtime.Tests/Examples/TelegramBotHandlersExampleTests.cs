using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

[Platform(Exclude = "Win", Reason = "A process is asked to stop with SIGTERM.")]
public sealed class TelegramBotHandlersExampleTests
{
    [Test]
    public async Task A_handler_written_for_another_library_answers_and_what_came_while_it_was_down_is_handled_after_that()
    {
        await using var telegram = await TelegramSandbox.Start();
        var ada = telegram.User("Ada");
        await using var example = ExampleProcess.Start(
            "TelegramBotHandlers", new("TELEGRAM_BOT_TOKEN", telegram.Token), new("BASE_URL", telegram.BaseUrl));
        await example.Printed("Polling as @");

        await ada.Says("hi");
        await ada.Hears("You said: hi");
        Assert.That(await example.Terminate(), Is.Zero);

        await ada.Says("are you there?");
        await using var again = ExampleProcess.Start(
            "TelegramBotHandlers", new("TELEGRAM_BOT_TOKEN", telegram.Token), new("BASE_URL", telegram.BaseUrl));
        await ada.Hears("You said: are you there?");
        Assert.That(await again.Terminate(), Is.Zero);
    }

    [Test]
    public async Task Without_a_token_it_says_what_it_needs()
    {
        await using var example = ExampleProcess.Start(
            "TelegramBotHandlers", new KeyValuePair<string, string>("TELEGRAM_BOT_TOKEN", ""));

        var (exitCode, output) = await example.Ends();
        Assert.That((exitCode, output), Is.EqualTo((2, output)));
        Assert.That(output, Does.Contain("TELEGRAM_BOT_TOKEN").And.Contain("BASE_URL"));
    }
}
