using System.Diagnostics;
using Telegram.Webhooks.Runtime.Mutants.Build;
using Telegram.Webhooks.Runtime.Mutants.Run;

namespace Telegram.Webhooks.Runtime.Mutants;

/// <summary>Everything for one folder of Runtime: build with its mutants, tests, figures.</summary>
internal sealed class RoomRun(string repository, MutantOptions options)
{
    private readonly string _folder = Path.Combine(repository, "artifacts", "mutants", options.Room.Replace('/', '.'));
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public async Task Run()
    {
        Directory.CreateDirectory(_folder);
        var host = TestHost.OfRuntime(Path.Combine(repository, "Runtime.Tests", "bin", "Release", "net10.0"),
            Path.Combine(_folder, "bin"),
            options.MoreTests.Prepend(options.Room).Select(name => name.Replace('/', '.')));
        var room = await MutatedRoom.Get(repository, options.Room, _folder).ConfigureAwait(false);
        File.Copy(room.Assembly, host.Mutated, overwrite: true);
        Log($"built with {room.Mutants.Count} mutants");
        var equivalents = EquivalentMutants.Parse(await File.ReadAllTextAsync(Path.Combine(repository, "Runtime.Mutants", "equivalent.txt")).ConfigureAwait(false));
        var sample = MutantSample.Take(room.Mutants.Where(IsWanted), options.Sample, options.Seed);
        var equivalent = sample.Where(equivalents.Contains).ToList();
        var lastRun = new LastRun(Path.Combine(_folder, "killed.txt"));
        var known = options.Again ? lastRun.Killed() : [];
        var killed = sample.Except(equivalent).Where(m => known.Contains(m.Key)).ToList();

        var trial = new Trial(host, options.Workers, Log);
        var tests = await trial.Cover().ConfigureAwait(false);
        Log($"{tests.Count} tests, {tests.Sum(t => t.Duration.TotalSeconds):0} s; {room.Mutants.Count} mutants, {sample.Count} of them to judge");
        var judgements = await trial.Decide([.. sample.Except(equivalent).Except(killed)], tests).ConfigureAwait(false);
        killed.AddRange(judgements.Where(j => j.Verdict == Verdict.Killed).Select(j => j.Mutant));
        if (options.Mutant is null)
            lastRun.Remember(killed);
        Report(judgements, killed.Count, sample.Count - equivalent.Count, equivalent.Count);
    }

    private bool IsWanted(Mutant mutant) =>
        (options.Only is null || mutant.File.Contains(options.Only, StringComparison.Ordinal))
        && (options.Mutant is null || mutant.Id == options.Mutant);

    private void Report(IReadOnlyList<Judgement> judgements, int killed, int count, int equivalent)
    {
        var left = judgements.Where(j => j.Verdict != Verdict.Killed).ToList();
        foreach (var (mutant, verdict, _) in left)
            Console.WriteLine($"#{mutant.Id} {mutant}{(verdict == Verdict.Uncovered ? "  (no test reaches it)" : "")}");
        if (options.Mutant is not null)
        {
            foreach (var judgement in judgements)
                Console.WriteLine($"{EquivalentMutants.Entry(judgement.Mutant)}\n{judgement.Verdict} {judgement.Because}");
        }

        File.WriteAllText(Path.Combine(_folder, "survivors.txt"),
            string.Join("\n\n", left.Select(j => EquivalentMutants.Entry(j.Mutant))) + "\n");
        File.WriteAllLines(Path.Combine(_folder, "noticed.txt"), judgements.Where(j => j.Verdict == Verdict.Killed).Select(j => $"#{j.Mutant.Id} {j.Mutant}\n  {j.Because}"));
        Console.WriteLine(FormattableString.Invariant(
            $"{options.Room}: killed {killed} of {count} ({100.0 * killed / Math.Max(count, 1):0.0} %), uncovered {left.Count(j => j.Verdict == Verdict.Uncovered)}, equivalent {equivalent}"));
    }

    private void Log(string line) => Console.Error.WriteLine($"[{_watch.Elapsed.TotalSeconds:0} s] {line}");
}
