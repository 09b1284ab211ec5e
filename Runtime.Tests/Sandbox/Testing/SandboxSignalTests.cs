using Telegram.Webhooks.Runtime.Tests.Examples;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

[Platform(Exclude = "Win", Reason = "Signals are sent with kill.")]
public sealed class SandboxSignalTests
{
    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    public async Task A_sandbox_took_the_signal_that_was_to_end_its_process(string signal, int exitCode)
    {
        await SignalSupport.Require(signal);
        await using var program = ExampleProcess.StartTestProgram("sandbox");
        await program.Printed("http://127.0.0.1");
        await program.Signal(signal);
        // 128 and the signal's number: nobody came between the signal and what the runtime does about it.
        Assert.That((await program.Ends()).ExitCode, Is.EqualTo(exitCode));
    }
}
