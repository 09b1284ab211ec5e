using System.Net;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>Signals to a real process: refuse, drain, cancel, close; a second signal ends at once.</summary>
[Platform(Exclude = "Win", Reason = "Signals are sent with kill.")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StopSignalTests : IDisposable
{
    // Far longer than a test waits for the process to end.
    private const string LongPatience = "3600";

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _client = TestServers.Client();

    public void Dispose()
    {
        _client.Dispose();
        _directory.Dispose();
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    [TestCase("HUP")]
    [TestCase("QUIT")]
    public async Task A_signal_lets_handlers_finish_and_refuses_what_comes_meanwhile(string signal)
    {
        await SignalSupport.Require(signal);
        await using (var process = Start(LongPatience))
        {
            var url = await UrlOf(process);
            await Post(url, 1, "wait", HttpStatusCode.OK);
            await process.Printed("begun 1");

            await process.Signal(signal);
            await process.Printed("Stopping: new updates are refused");
            var refused = await Post(url, 2, "hi", HttpStatusCode.ServiceUnavailable);
            await process.Type("go on");

            var (exitCode, output) = await process.Ends();
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("ended 1").And.Contain("over"));
            Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        }

        await using var next = Start(LongPatience);
        await Post(await UrlOf(next), 3, "hi", HttpStatusCode.OK);
        await next.Printed("ended 3");
        await next.Terminate();
        Assert.That((await next.Ends()).Output, Does.Not.Contain("begun 1"),
            "it was finished before the process ended");
    }

    [Test]
    public async Task A_terminal_that_was_closed_ended_an_app_in_the_middle_of_its_handlers()
    {
        await SignalSupport.Require("HUP");
        await using var process = ExampleProcess.StartTestProgram("hosted-stop-server", _directory.File("inbox.db"));
        var url = await UrlOf(process);
        await process.Signal("HUP");
        await process.Printed("reloaded");
        await Post(url, 1, "wait", HttpStatusCode.OK);
        await process.Printed("begun 1");

        await process.Signal("HUP");
        await process.Printed("Stopping: new updates are refused");
        await process.Type("go on");

        var (exitCode, output) = await process.Ends();
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("ended 1").And.Contain("over"));
    }

    [TestCase("TERM", "TERM", "wait")]
    [TestCase("INT", "TERM", "wait")]
    [TestCase("TERM", "INT", "ignore")]
    [TestCase("HUP", "QUIT", "wait")]
    public async Task A_second_signal_ends_at_once_and_what_was_handled_comes_again(
        string first, string second, string text)
    {
        await SignalSupport.Require(first);
        await SignalSupport.Require(second);
        await using (var process = Start(LongPatience))
        {
            await Post(await UrlOf(process), 1, text, HttpStatusCode.OK);
            await process.Printed("begun 1");

            await process.Signal(first);
            await process.Printed("Stopping: new updates are refused");
            await process.Signal(second);

            var (exitCode, output) = await process.Ends();
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("over").And.Not.Contain("ended 1"));
        }

        await AssertDeliveredAgain();
    }

    [Test]
    public async Task A_handler_that_ignores_its_token_is_left_behind_when_the_time_is_over_and_its_update_comes_again()
    {
        await using (var process = Start("1"))
        {
            await Post(await UrlOf(process), 1, "ignore", HttpStatusCode.OK);
            await process.Printed("begun 1");

            await process.Signal("TERM");

            var (exitCode, output) = await process.Ends();
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("Handlers did not finish within 00:00:01").And.Contain("left behind").And.Contain("over"));
        }

        await AssertDeliveredAgain();
    }

    private ExampleProcess Start(string patience) =>
        ExampleProcess.StartTestProgram("stop-server", _directory.File("inbox.db"), patience);

    private static async Task<string> UrlOf(ExampleProcess process) =>
        (await process.Printed("Ready at ")).Replace("Ready at ", "", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> Post(string url, long id, string text, HttpStatusCode expected)
    {
        using var request = TestServers.Post(url, TestServers.Message(id, text, chatId: id), secret: null);
        var answer = await _client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        return answer;
    }

    private async Task AssertDeliveredAgain()
    {
        await using var next = Start(LongPatience);
        await next.Printed("begun 1");
        await next.Printed("Ready at ");
        await next.Signal("TERM");
        await next.Printed("Stopping: new updates are refused");
        await next.Signal("TERM");
        Assert.That((await next.Ends()).ExitCode, Is.Zero);
    }
}
