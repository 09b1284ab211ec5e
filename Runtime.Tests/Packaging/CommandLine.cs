using System.Diagnostics;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.Packaging;

/// <summary>A program that runs to its end, and what it printed.</summary>
internal sealed record CommandLine(int ExitCode, string Output)
{
    /// <summary>How long a command may take; a restore or a build on a loaded machine is slow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static async Task<CommandLine> Run(string folder, string program, IEnumerable<string> arguments,
        params IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        // What the test runner sets for its own process is none of a build's business.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // A build server that outlives the command would keep its output open, and with it the wait below.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new AssertionException(
                $"'{program} {string.Join(' ', arguments)}' did not end, but printed:\n{output}");
        }
        return new CommandLine(process.ExitCode, output.ToString());

        void Take(string? line)
        {
            if (line is null) return;
            lock (output) output.AppendLine(line);
        }
    }

    /// <summary>Fails the test, with the output, unless the command succeeded.</summary>
    public string Succeeded()
    {
        Assert.That(ExitCode, Is.Zero, Output);
        return Output;
    }

    /// <summary>
    /// The same, but skips the test where packages of other people are neither in the cache nor to be had.
    /// </summary>
    public string Restored()
    {
        if (ExitCode != 0 && (Output.Contains("NU1301", StringComparison.Ordinal) || Output.Contains("Unable to load the service index", StringComparison.Ordinal)))
            Assert.Ignore($"Packages cannot be restored here: no registry is reached.\n{Output}");
        return Succeeded();
    }
}
