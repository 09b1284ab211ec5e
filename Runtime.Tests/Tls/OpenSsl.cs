using System.ComponentModel;
using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>The <c>openssl</c> program, where this machine has it.</summary>
internal static class OpenSsl
{
    /// <summary>What it prints on both streams; the test is skipped where there is no such program.</summary>
    public static async Task<string> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(RealTime.Patience);
            return await errors + await output;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("Needs the openssl program on the PATH.");
            return "";
        }
    }
}
