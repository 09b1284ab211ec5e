using Telegram.Webhooks.Runtime.Tests.Examples;

namespace Telegram.Webhooks.Runtime.Tests.Tool;

/// <summary><c>telegram-webhooks sandbox</c>, as a process.</summary>
public sealed class SandboxCommandTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "Signals are sent with kill.")]
    public async Task It_says_where_it_is_and_ends_by_a_signal()
    {
        await using var tool = ExampleProcess.StartTool(
            ["sandbox", "--port", "0", "--token", "5:mine", "--token", "6:other"]);
        var url = (await tool.Printed("Base URL")).Split(' ')[^1];
        await tool.Printed("Token     5:mine");
        await tool.Printed("Token     6:other");
        await tool.Printed("Ctrl+C stops.");
        using var client = new HttpClient();
        Assert.That(await client.GetStringAsync(new Uri($"{url}/bot5:mine/getMe")), Does.StartWith("""{"ok":true"""));
        Assert.That(await client.GetStringAsync(new Uri($"{url}/bot6:other/getMe")), Does.Contain("\"sandbox_bot_2\""));

        await tool.Signal("TERM");

        Assert.That((await tool.Ends()).ExitCode, Is.Zero);
    }

    [TestCase("--port", "70000", "'70000' is no port: a port is a number from 0 to 65535.")]
    [TestCase("--port", "eighty", "'eighty' is no port")]
    [TestCase("--host", "everywhere", "'everywhere' is no IP address such as 127.0.0.1 or 0.0.0.0.")]
    [TestCase("--token", "none", "A bot token is an id, a colon and a secret")]
    [TestCase("--prot", "80", "--prot")]
    public async Task What_cannot_be_used_gets_a_sentence(string option, string value, string sentence)
    {
        await using var tool = ExampleProcess.StartTool(["sandbox", option, value]);
        var (exitCode, output) = await tool.Ends();
        Assert.That((exitCode, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence).And.Not.Contain("   at "));
    }

    [Test]
    public async Task The_list_of_methods_is_the_one_in_the_docs()
    {
        await using var tool = ExampleProcess.StartTool(["sandbox", "--methods"]);
        var (exitCode, output) = await tool.Ends();
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.StartWith("# Methods of the sandbox").And.Contain("`sendMessage`"));
    }
}
