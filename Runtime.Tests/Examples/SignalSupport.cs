using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>Whether processes started here can be sent a signal at all.</summary>
internal static class SignalSupport
{
    /// <summary>
    /// Skips the test, with the reason, where the signal is ignored: a shell without job control starts what runs in
    /// its background so, and every process started from there inherits it.
    /// </summary>
    /// <param name="name">Without SIG.</param>
    public static async Task Require(string name)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"kill -{name} $$; echo ignored"]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Timeouts.Process);
        await shell.WaitForExitAsync().WaitAsync(Timeouts.Process);
        if (output.Contains("ignored", StringComparison.Ordinal))
            Assert.Ignore($"SIG{name} is ignored by every process that is started here, as in the background of a shell without job control.");
    }
}
