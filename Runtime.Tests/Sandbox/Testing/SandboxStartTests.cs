using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

public sealed class SandboxStartTests
{
    [Test]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        await using var first = await TelegramSandbox.Start();
        var port = new Uri(first.BaseUrl).Port;
        Assert.That(
            async () => await TelegramSandbox.Start(new TelegramSandboxOptions { Port = port }),
            Throws.TypeOf<IOException>().With.Message.Contains($"{port}").And.Message.Contains("another one"));
    }
}
