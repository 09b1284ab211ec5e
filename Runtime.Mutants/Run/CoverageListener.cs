using NUnit.Framework.Interfaces;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>
/// Notes what each test reaches. What a fixture's own set-up reaches counts for each of its tests. Tests run one after
/// another.
/// </summary>
internal sealed class CoverageListener(SwitchedAssembly assembly) : ITestListener
{
    private readonly Dictionary<string, HashSet<int>> _ofSuites = [];
    private readonly List<(ITest Test, WorkerReply Reply)> _tests = [];
    private HashSet<int> _own = [];
    private ITest? _begun;

    public IEnumerable<WorkerReply> Replies =>
        _tests.Select(t => t.Reply with { Touched = [.. t.Reply.Touched.Union(Above(t.Test))] });

    public void TestStarted(ITest test)
    {
        var touched = assembly.TakeTouched();
        if (_begun is not null)
            SuiteOf(_begun).UnionWith(touched);
        _own = [.. touched];
        _begun = test.IsSuite ? test : null;
    }

    public void TestFinished(ITestResult result)
    {
        var touched = assembly.TakeTouched();
        _begun = null;
        if (result.Test.IsSuite)
        {
            SuiteOf(result.Test).UnionWith(touched);
            return;
        }

        _tests.Add((result.Test, TestWorker.ReplyFor(result) with { Touched = [.. _own.Union(touched)] }));
        _own = [];
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }

    private HashSet<int> SuiteOf(ITest suite) =>
        _ofSuites.TryGetValue(suite.Id, out var touched) ? touched : _ofSuites[suite.Id] = [];

    private IEnumerable<int> Above(ITest test)
    {
        for (var suite = test.Parent; suite is not null; suite = suite.Parent)
        {
            foreach (var touched in SuiteOf(suite))
                yield return touched;
        }
    }
}
