using System.Diagnostics;
using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Examples;

/// <summary>
/// An example, or a program of the tests, built with them, running as a process of its own in a folder of its own.
/// </summary>
internal sealed class ExampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("example-");
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private int _openStreams = 2;

    private ExampleProcess(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment,
        string program = "dotnet", string? inTheWay = null)
    {
        if (inTheWay is not null) File.WriteAllText(Path.Combine(_folder.FullName, inTheWay), "in the way");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static ExampleProcess Start(string name, params IEnumerable<KeyValuePair<string, string>> environment) =>
        StartWith(name, [], environment);

    /// <summary>An example that is given arguments.</summary>
    public static ExampleProcess StartWith(
        string name, string[] arguments, params IEnumerable<KeyValuePair<string, string>> environment) =>
        new([Built(Path.Combine("examples", name), name), .. arguments], environment);

    /// <summary>An example in whose folder there is a file where it wants a folder.</summary>
    public static ExampleProcess StartBeside(
        string name, string file, params IEnumerable<KeyValuePair<string, string>> environment) =>
        new([Built(Path.Combine("examples", name), name)], environment, inTheWay: file);

    /// <summary>The tool <c>telegram-webhooks</c>.</summary>
    public static ExampleProcess StartTool(
        IEnumerable<string> arguments, params IEnumerable<KeyValuePair<string, string>> environment) =>
        new([Built("Runtime.Tool", "telegram-webhooks"), .. arguments], environment);

    /// <summary>A program that is found on PATH.</summary>
    public static ExampleProcess StartProgram(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment) =>
        new(arguments, environment, program);

    /// <summary>This assembly as a program; its entry point tells what the arguments mean.</summary>
    public static ExampleProcess StartTestProgram(params IEnumerable<string> arguments) =>
        new([typeof(ExampleProcess).Assembly.Location, .. arguments], []);

    /// <summary>The folder it runs in.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The first line, printed already or later, that contains the text.</summary>
    public async Task<string> Printed(string text)
    {
        if (_seen.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } known) return known;
        using var patience = new CancellationTokenSource(Timeouts.Process);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                _seen.Add(line);
                if (line.Contains(text, StringComparison.Ordinal)) return line;
            }
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException($"'{text}' was not printed, but:\n{string.Join('\n', _seen)}");
        }
        throw new AssertionException($"The process ended without printing '{text}', but:\n{string.Join('\n', _seen)}");
    }

    /// <summary>Waits until it has ended by itself; gives its exit code and all that it printed.</summary>
    public async Task<(int ExitCode, string Output)> Ends()
    {
        using var patience = new CancellationTokenSource(Timeouts.Process);
        await _process.WaitForExitAsync(patience.Token);
        while (_lines.Reader.TryRead(out var line)) _seen.Add(line);
        return (_process.ExitCode, string.Join('\n', _seen));
    }

    /// <summary>Ctrl+C, as a service manager would say it.</summary>
    public async Task<int> Terminate()
    {
        await Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(Timeouts.Process);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Timeouts.Process);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public async Task Type(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Timeouts.Process);
        }
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// Runtime.Tests/bin/configuration/framework: what the tests run was built in the same configuration.
    /// </summary>
    private static string Built(string project, string name)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            RepositoryFiles.Root, project, "bin", framework.Parent!.Name, framework.Name, name + ".dll");
    }

    private void Take(string? line)
    {
        if (line is not null) _lines.Writer.TryWrite(line);
        // Both have ended: nothing more is printed, and nobody need wait for it.
        else if (Interlocked.Decrement(ref _openStreams) == 0) _lines.Writer.Complete();
    }
}
