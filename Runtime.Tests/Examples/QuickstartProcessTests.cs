using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>The quickstart as <c>./build.sh run</c> starts it.</summary>
public sealed class QuickstartProcessTests
{
    [Test]
    public async Task A_second_quickstart_in_the_same_folder_could_not_start()
    {
        // Held here, so that neither gets it: another program that holds it might close meanwhile.
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 8081);
        try
        {
            taken.Start();
        }
        catch (System.Net.Sockets.SocketException error)
        {
            Assert.Ignore($"Port 8081, the quickstart's first choice, cannot be held: {error.Message}");
        }

        using var folder = new TemporaryDirectory();
        KeyValuePair<string, string> data = new("DATA_FOLDER", folder.File("data"));
        await using var first = ExampleProcess.Start("Quickstart", data);
        await first.Printed("Starting a local Telegram");
        await first.Printed("heard: You said: hi");
        await first.Printed("send /start");

        await using var second = ExampleProcess.Start("Quickstart", data);

        await second.Printed("heard: You said: hi");
        Assert.That(await second.Printed("set SANDBOX_PORT to choose one"), Does.StartWith("Port 8081 is taken"));
    }

    [TestCase("PORT")]
    [TestCase("SANDBOX_PORT")]
    public async Task A_port_that_was_asked_for_and_is_taken_is_named_with_its_variable(string variable)
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var quickstart = ExampleProcess.Start(
            "Quickstart", new KeyValuePair<string, string>(variable, $"{port}"));

        var (exitCode, output) = await quickstart.Ends();

        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.Contain($"Port {port} is taken by another program. Set {variable} to another port"));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_to_is_named_with_how_to_choose_another()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("file"), "in the way");
        await using var quickstart = ExampleProcess.Start("Quickstart",
            new("DATA_FOLDER", Path.Combine(folder.File("file"), "below")), new("PORT", "0"), new("SANDBOX_PORT", "0"));

        var (exitCode, output) = await quickstart.Ends();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("below").And.Contain("Set DATA_FOLDER to a folder that can be written to.").And.Not.Contain("   at "));
    }

    [Test]
    public async Task An_unknown_argument_is_an_error()
    {
        await using var quickstart = ExampleProcess.StartWith("Quickstart", ["--prot", "80"]);

        var (exitCode, output) = await quickstart.Ends();

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("'--prot' is unknown").And.Contain("SANDBOX_PORT").And.Not.Contain("   at "));
    }
}
