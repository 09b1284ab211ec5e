namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>
/// Decides about mutants with a worker of its own. Each failure is followed by a control run of the same test without
/// the mutant: only a test that then passes has noticed it. A worker that a mutant has hung, or left in a state in
/// which the control fails, is replaced.
/// </summary>
internal sealed class Judge(TestHost host) : IAsyncDisposable
{
    private const int MutantsAWorker = 60;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private WorkerProcess? _worker;
    private int _judged;

    public async Task<Judgement> Decide(Mutant mutant, IReadOnlyList<CoveringTest> tests)
    {
        if (++_judged % MutantsAWorker == 0)
            await Replace().ConfigureAwait(false);
        foreach (var test in tests)
        {
            if (await Notices(mutant, test).ConfigureAwait(false) is { } because)
                return new(mutant, Verdict.Killed, because);
        }

        return new(mutant, tests.Count == 0 ? Verdict.Uncovered : Verdict.Survived, "");
    }

    public ValueTask DisposeAsync() => _worker?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>How the test notices the mutant; null if it does not.</summary>
    private async Task<string?> Notices(Mutant mutant, CoveringTest test)
    {
        var outcome = await Try(mutant.Id, test, test.Limit).ConfigureAwait(false);
        if (outcome is null)
            return null;
        if (await Try(0, test, StartLimit).ConfigureAwait(false) is null)
            return $"{test.Name}: {outcome}";
        // The control failed as well: something else did it. Once more, in a process that no mutant has touched.
        await Replace().ConfigureAwait(false);
        if (await Try(0, test, StartLimit).ConfigureAwait(false) is not null)
            return null;
        outcome = await Try(mutant.Id, test, StartLimit).ConfigureAwait(false);
        return outcome is null ? null : $"{test.Name}: {outcome}";
    }

    /// <summary>How the test fails; null if it passes.</summary>
    private async Task<string?> Try(int mutant, CoveringTest test, TimeSpan limit)
    {
        var fresh = _worker is null;
        _worker ??= await WorkerProcess.Start(host).ConfigureAwait(false);
        try
        {
            await _worker.Ask(new(mutant, test.Id)).ConfigureAwait(false);
            var reply = await _worker.Reply(fresh ? limit + StartLimit : limit).ConfigureAwait(false);
            if (reply is not null)
                return reply.Failed ? reply.Message ?? "failed" : null;
            await Replace().ConfigureAwait(false);
            return "the process ended";
        }
        catch (TimeoutException)
        {
            await Replace().ConfigureAwait(false);
            return $"still running after {limit.TotalSeconds:0} s";
        }
        catch (IOException)
        {
            await Replace().ConfigureAwait(false);
            return "the process ended";
        }
    }

    private async Task Replace()
    {
        await DisposeAsync().ConfigureAwait(false);
        _worker = null;
    }
}
