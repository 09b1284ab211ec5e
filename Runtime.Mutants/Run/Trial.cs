using System.Collections.Concurrent;

namespace Telegram.Webhooks.Runtime.Mutants.Run;

/// <summary>Runs the tests against mutants, with a few workers side by side.</summary>
/// <param name="host">Where the tests run.</param>
/// <param name="workers">How many processes.</param>
/// <param name="log">Told how it goes.</param>
internal sealed class Trial(TestHost host, int workers, Action<string> log)
{
    private static readonly TimeSpan CoverLimit = TimeSpan.FromMinutes(15);

    /// <summary>Runs each test once without a mutant. Tests that fail then are named and left out.</summary>
    public async Task<IReadOnlyList<CoveringTest>> Cover()
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, workers).Select(CoverPart)).ConfigureAwait(false);
        var replies = parts.SelectMany(p => p).ToList();
        foreach (var failed in replies.Where(r => r.Failed))
            log($"Left out, for it fails without a mutant: {failed.Name}: {failed.Message}");
        return [.. replies.Where(r => !r.Failed).Select(r => new CoveringTest(r.Id!, r.Name, TimeSpan.FromMilliseconds(r.Milliseconds), r.Touched.ToHashSet()))];
    }

    public async Task<IReadOnlyList<Judgement>> Decide(IReadOnlyList<Mutant> mutants, IReadOnlyList<CoveringTest> tests)
    {
        var waiting = new ConcurrentQueue<Mutant>(mutants);
        var judgements = new ConcurrentBag<Judgement>();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work))).ConfigureAwait(false);
        return [.. judgements.OrderBy(j => j.Mutant.Id)];

        async Task Work()
        {
            await using var judge = new Judge(host);
            while (waiting.TryDequeue(out var mutant))
            {
                var judgement = await judge.Decide(mutant, CoveringTest.Of(mutant.Id, tests)).ConfigureAwait(false);
                judgements.Add(judgement);
                if (judgements.Count % 25 == 0)
                    log($"{judgements.Count} of {mutants.Count}");
            }
        }
    }

    private async Task<List<WorkerReply>> CoverPart(int part)
    {
        await using var worker = await WorkerProcess.Start(host).ConfigureAwait(false);
        await worker.Ask(new(0, null, part, workers)).ConfigureAwait(false);
        var replies = new List<WorkerReply>();
        while (await worker.Reply(CoverLimit).ConfigureAwait(false) is { } reply)
        {
            if (reply.Id is null)
                return replies;
            replies.Add(reply);
        }

        throw new InvalidOperationException("The process that ran the tests without a mutant ended.");
    }
}
