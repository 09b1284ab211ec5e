namespace Telegram.Webhooks.Runtime.Tests.Examples;

public class ExampleProcessTests
{
    [Test]
    public async Task Waiting_for_a_line_of_a_process_that_had_ended_took_a_minute()
    {
        await using var process = ExampleProcess.StartTestProgram("no such program");

        var waiting = process.Printed("what it never says");

        var error = await Assert.ThrowsAsync<AssertionException>(() => waiting);
        Assert.That(error!.Message, Does.Contain("ended without printing").And.Contain("This is the test assembly"));
    }
}
