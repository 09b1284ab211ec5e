using System.Globalization;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>
/// Signals that this process was started to ignore, as a shell without job control does for SIGINT and SIGQUIT with what it starts in the
/// background, and nohup for SIGHUP. Children inherit that, so a test of such a signal can only say that it was not run.
/// </summary>
internal static class IgnoredSignals
{
    /// <summary>Ends the test as not run if one of the signals, by name without SIG, is ignored.</summary>
    public static void SkipIfIgnored(params IEnumerable<string> signals)
    {
        var ignored = Mask();
        foreach (var signal in signals)
        {
            if ((ignored & (1UL << (NumberOf(signal) - 1))) != 0)
                Assert.Ignore($"SIG{signal} is ignored here, and a program that this test starts inherits that. Run the tests from a terminal, or with job control.");
        }
    }

    private static ulong Mask()
    {
        // Linux only; elsewhere nothing is known to be ignored.
        const string status = "/proc/self/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(text => text.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static int NumberOf(string signal) => signal switch
    {
        "HUP" => 1,
        "INT" => 2,
        "QUIT" => 3,
        "TERM" => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "not used by a test yet"),
    };
}
