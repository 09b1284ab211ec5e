using System.IO.Pipes;
using System.Reflection;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>Runs tests inside its own process, one at a time, as another process asks for it through a pipe.</summary>
internal sealed class TestWorker
{
    private readonly NUnitTestAssemblyRunner _runner = new(new DefaultTestAssemblyBuilder());
    private readonly SwitchedAssembly _mutated;
    private readonly ITest _tests;

    private TestWorker(Assembly tests, SwitchedAssembly mutated, string[] namespaces)
    {
        _mutated = mutated;
        // Without synchronous events the listener would hear of a test when the next one is running already.
        _tests = _runner.Load(tests, new Dictionary<string, object> { ["LOAD"] = namespaces.ToList(), ["NumberOfTestWorkers"] = 0, ["SynchronousEvents"] = true });
    }

    /// <summary>Answers requests until the other end closes the pipe.</summary>
    /// <param name="pipe">Its name.</param>
    /// <param name="tests">Path of the assembly with the tests.</param>
    /// <param name="mutated">Path of the mutated assembly, next to it.</param>
    /// <param name="namespaces">Those of the tests.</param>
    public static async Task Run(string pipe, string tests, string mutated, string[] namespaces)
    {
        using var stream = new NamedPipeClientStream(".", pipe, PipeDirection.InOut, PipeOptions.Asynchronous);
        await stream.ConnectAsync().ConfigureAwait(false);
        using var reader = new StreamReader(stream, leaveOpen: true);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { AutoFlush = true };
        var worker = new TestWorker(
            Assembly.LoadFrom(tests), new SwitchedAssembly(Assembly.LoadFrom(mutated)), namespaces);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            foreach (var reply in worker.Answer(WorkerMessages.Read<WorkerRequest>(line)))
                await writer.WriteLineAsync(WorkerMessages.Write(reply)).ConfigureAwait(false);
        }
    }

    public static WorkerReply ReplyFor(ITestResult result) => new(result.Test.Id, result.Test.FullName,
        result.ResultState.Status == TestStatus.Failed, result.Duration * 1000, [], result.Message);

    private List<WorkerReply> Answer(WorkerRequest request) =>
        request.Test is { } test ? [RunOne(request.Mutant, test)] : [.. Cover(request.Part, request.Parts), WorkerReply.End];

    private WorkerReply RunOne(int mutant, string test)
    {
        _mutated.TurnOn(mutant);
        try
        {
            return ReplyFor(Leaf(_runner.Run(TestListener.NULL, Filter([test]))));
        }
        finally
        {
            _mutated.TurnOn(0);
        }
    }

    private IEnumerable<WorkerReply> Cover(int part, int parts)
    {
        var fixtures = Leaves(_tests).GroupBy(leaf => leaf.ClassName).Where((_, i) => i % parts == part);
        var listener = new CoverageListener(_mutated);
        _mutated.TakeTouched();
        _runner.Run(listener, Filter(fixtures.SelectMany(f => f).Select(leaf => leaf.Id)));
        _mutated.StopNoting();
        return listener.Replies;
    }

    /// <summary>
    /// The test's own result, which says why it failed; that of a fixture whose set-up failed has none below it.
    /// </summary>
    private static ITestResult Leaf(ITestResult result) => result.HasChildren ? Leaf(result.Children.First()) : result;

    private static IEnumerable<ITest> Leaves(ITest test) => test.IsSuite ? test.Tests.SelectMany(Leaves) : [test];

    private static TestFilter Filter(IEnumerable<string> ids) =>
        TestFilter.FromXml($"<filter><or>{string.Concat(ids.Select(id => $"<id>{id}</id>"))}</or></filter>");
}
