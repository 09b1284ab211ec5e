using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Telegram.Bot;

namespace Telegram.Webhooks.Runtime.Benchmarks.Decode;

/// <summary>Decodes the typical update with this library and with its peer.</summary>
[MemoryDiagnoser]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "BenchmarkDotNet runs instance methods.")]
public class DecodeBenchmark
{
    /// <summary>What this library does.</summary>
    [Benchmark]
    public object Ours() => Types.Update.Parse(TypicalUpdate.Json);

    /// <summary>What Telegram.Bot does.</summary>
    [Benchmark(Baseline = true)]
    public object Peer() =>
        JsonSerializer.Deserialize<Telegram.Bot.Types.Update>(TypicalUpdate.Json, JsonBotAPI.Options)!;
}
