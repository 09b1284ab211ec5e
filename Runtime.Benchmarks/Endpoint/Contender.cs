using System.Diagnostics;

namespace Telegram.Webhooks.Runtime.Benchmarks.Endpoint;

/// <summary>A server under test in a process of its own, so that its CPU time is its own.</summary>
internal sealed class Contender : IDisposable
{
    private readonly Process _process;

    private Contender(string name, Process process, Uri url)
    {
        Name = name;
        _process = process;
        Url = url;
    }

    public string Name { get; }

    public Uri Url { get; }

    /// <summary>CPU time used so far, of all cores together.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>
    /// Starts this program again as a server; it prints its URL once it listens and ends when its standard input does.
    /// </summary>
    public static async Task<Contender> Start(string name, params string[] arguments)
    {
        var start = Command(name, arguments);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server process did not start.");
        string? line;
        do
            line = await process.StandardOutput.ReadLineAsync();
        while (line is not null && !line.StartsWith("http", StringComparison.Ordinal));
        return new Contender(name, process,
            new Uri(line ?? throw new InvalidOperationException($"The server '{name}' ended before it listened.")));
    }

    /// <summary>This program again, as a server.</summary>
    public static ProcessStartInfo Command(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Contender).Assembly.Location);
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(name);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }
}
