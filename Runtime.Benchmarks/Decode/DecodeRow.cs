using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Telegram.Webhooks.Runtime.Benchmarks.Decode;

/// <summary>The row "decode of a typical message update": time, bytes, and the first one in a process.</summary>
internal static class DecodeRow
{
    private const int Processes = 9;
    private const int SteadyRuns = 5;

    public static async Task<int> Run(string[] args)
    {
        if (args is ["first", var who])
            return PrintFirst(who);

        // Each run measures one side after the other; of several, the run whose ratio is the median is the one no slow
        // spell has bent.
        var (ours, peer) = Enumerable.Range(0, SteadyRuns).Select(_ => Steady())
            .OrderBy(run => Time(run.Ours) / Time(run.Peer)).ElementAt(SteadyRuns / 2);
        var (oursFirst, peerFirst) = await First();
        var missed = Table.Print($"Decode of a {TypicalUpdate.Json.Length}-byte message update; peer: Telegram.Bot",
        [
            new("time, µs", Time(ours), Time(peer), 0.6),
            new("allocated, bytes", Bytes(ours), Bytes(peer), 0.45),
            new("first in a process, ms", oursFirst, peerFirst, 0.15),
        ]);
        return missed == 0 ? 0 : 1;
    }

    private static (BenchmarkReport Ours, BenchmarkReport Peer) Steady()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(6);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableLogFile);
        var reports = BenchmarkRunner.Run<DecodeBenchmark>(config).Reports;
        return (Of(nameof(DecodeBenchmark.Ours)), Of(nameof(DecodeBenchmark.Peer)));

        BenchmarkReport Of(string method) => reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
    }

    private static double Time(BenchmarkReport report) => report.ResultStatistics!.Median / 1000;

    private static double Bytes(BenchmarkReport report) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)!.Value;

    /// <summary>Medians over fresh processes, by turns so that a slow spell of the machine hits both.</summary>
    private static async Task<(double Ours, double Peer)> First()
    {
        List<double> ours = [], peer = [];
        for (var i = 0; i < Processes; i++)
        {
            ours.Add(await InFreshProcess("ours"));
            peer.Add(await InFreshProcess("peer"));
        }

        return (Median(ours), Median(peer));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> InFreshProcess(string who)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Under 'dotnet x.dll' the process is dotnet, and the assembly its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(DecodeRow).Assembly.Location);
        foreach (var argument in new[] { "decode", "first", who })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The child process ended with {process.ExitCode}.");
    }

    private static int PrintFirst(string who)
    {
        var benchmark = new DecodeBenchmark();
        var start = Stopwatch.GetTimestamp();
        var update = who == "ours" ? benchmark.Ours() : benchmark.Peer();
        var elapsed = Stopwatch.GetElapsedTime(start);
        GC.KeepAlive(update);
        Console.Write(elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
