using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Any interleaving of what can happen to an inbox, against the simplest model of what it promises.</summary>
public sealed class InboxPropertyTests
{
    private static readonly Gen<InboxStep> Step = Gen.Frequency(
        (8, Gen.Select(Gen.Int[1, 3], Gen.Int[0, 9], (lane, kind) => (InboxStep)new AppendStep(lane, kind == 0))),
        (1, Gen.Select(Gen.Int[0, 30], back => (InboxStep)new AppendAgainStep(back))),
        (8, Gen.Const((InboxStep)new ClaimStep())),
        (5, Gen.Int[0, 9].Select(which => (InboxStep)new CompleteStep(which))),
        (2, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], (which, wait) => (InboxStep)new RetryStep(which, wait))),
        (1, Gen.Int[0, 9].Select(which => (InboxStep)new BuryStep(which))),
        (1, Gen.Const((InboxStep)new ReplayStep())),
        (3, Gen.Int[0, 3000].Select(milliseconds => (InboxStep)new AdvanceStep(milliseconds))),
        (1, Gen.Int[-10, 10].Select(hours => (InboxStep)new SetClockStep(hours))),
        (1, Gen.Const((InboxStep)new CrashStep())));

    [Test]
    public async Task In_memory_every_interleaving_keeps_order_and_loses_and_doubles_nothing() =>
        await Step.Where(step => step is not CrashStep).List[1, 80].SampleAsync(
            async steps =>
            {
                var time = new TestClock();
                await Run(steps, new InboxModelRun(time, () => UpdateInbox.InMemory().Open(new InboxContext { Name = "m", TimeProvider = time }), null));
                return true;
            },
            iter: 300, threads: 2);

    // With the first, most of the backlog is not in memory, and lanes leave it and come back.
    [TestCase(4, 2, 3, 60)]
    [TestCase(32_768, 64, 1024, 30)]
    public async Task In_a_file_every_interleaving_with_crashes_keeps_order_and_loses_nothing(
        int held, int perLane, int perScan, int iterations) =>
        await Step.List[1, 60].SampleAsync(
            async steps =>
            {
                using var directory = new TemporaryDirectory();
                var time = new TestClock();
                var generation = 0;
                var window = new WindowLimits { MaxHeld = held, MaxPerLane = perLane, MaxPerScan = perScan };
                string File() => directory.File($"{generation}/inbox.db");
                await Run(steps, new InboxModelRun(
                    time,
                    () => UpdateInbox.Sqlite(File(), new SqliteInboxOptions { Window = window })
                        .Open(new InboxContext { Name = "m", TimeProvider = time }),
                    () =>
                    {
                        // What a killed process leaves: the files as they are, with what was not committed missing.
                        var from = directory.File($"{generation}");
                        var to = directory.File($"{++generation}");
                        Directory.CreateDirectory(to);
                        foreach (var file in Directory.GetFiles(from, "inbox.db*").Where(file => Path.GetFileName(file) is "inbox.db" or "inbox.db-wal"))
                            System.IO.File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
                    }));
                return true;
            },
            iter: iterations, threads: 2);

    private static async Task Run(List<InboxStep> steps, InboxModelRun run)
    {
        await run.Open();
        try
        {
            foreach (var step in steps) await step.Do(run);
            await run.DrainAndCheck();
        }
        finally
        {
            await run.Inbox.DisposeAsync();
        }
    }
}
