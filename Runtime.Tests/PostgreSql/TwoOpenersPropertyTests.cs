using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>
/// Any interleaving of what can happen to an inbox with two openers, against the model that every inbox is held to.
/// </summary>
internal sealed class TwoOpenersPropertyTests
{
    private const int Iterations = 8;

    private static readonly Gen<InboxStep> Step = Gen.Frequency(
        (8, Gen.Select(Gen.Int[1, 3], Gen.Int[0, 9], (lane, kind) => (InboxStep)new AppendStep(lane, kind == 0))),
        (1, Gen.Select(Gen.Int[0, 30], back => (InboxStep)new AppendAgainStep(back))),
        (8, Gen.Const((InboxStep)new ClaimStep())),
        (5, Gen.Int[0, 9].Select(which => (InboxStep)new CompleteStep(which))),
        (2, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], (which, wait) => (InboxStep)new RetryStep(which, wait))),
        (1, Gen.Int[0, 9].Select(which => (InboxStep)new BuryStep(which))),
        (1, Gen.Const((InboxStep)new ReplayStep())),
        (3, Gen.Int[0, 3000].Select(milliseconds => (InboxStep)new AdvanceStep(milliseconds))),
        (1, Gen.Const((InboxStep)new CrashStep())));

    [Test]
    public async Task With_two_openers_every_interleaving_keeps_order_and_loses_nothing()
    {
        var server = await PostgresRun.ConnectionString();
        await Step.List[1, 40].SampleAsync(
            async steps =>
            {
                var time = new TestClock();
                await using var openers = new Openers(server) { Context = new InboxContext { Name = "two", TimeProvider = time } };
                var run = new InboxModelRun(
                    time, async () => new InTurns(await openers.Open(), await openers.Open()), static () => { });
                await run.Open();
                foreach (var step in steps) await step.Do(run);
                await run.DrainAndCheck();
                await run.Inbox.DisposeAsync();
                return true;
            },
            iter: Iterations, threads: 2);
    }

    /// <summary>
    /// Each call to the one or the other, in turns; what becomes of a claim is told to the one who gave it.
    /// </summary>
    private sealed class InTurns(IUpdateInbox one, IUpdateInbox other) : IUpdateInbox
    {
        private static readonly TimeSpan ALittle = TimeSpan.FromMilliseconds(40);

        private readonly Dictionary<UpdateClaim, IUpdateInbox> _of = [];
        private int _turn;

        private IUpdateInbox Next => _turn++ % 2 == 0 ? one : other;

        public ValueTask<IReadOnlyList<AppendResult>> Append(
            IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default) =>
            Next.Append(updates, cancellationToken);

        // The database is asked by another thread: nothing is there at once.
        public async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
        {
            var inbox = Next;
            using var soon = new CancellationTokenSource(ALittle);
            var claim = await inbox.Claim(soon.Token);
            _of[claim] = inbox;
            return claim;
        }

        public ValueTask<bool> Complete(UpdateClaim claim) => _of[claim].Complete(claim);

        public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) =>
            _of[claim].Retry(claim, wait, error);

        public ValueTask<bool> Bury(UpdateClaim claim, string error) => _of[claim].Bury(claim, error);

        public ValueTask StopClaiming() => default;

        public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) =>
            Next.Replay(id, cancellationToken);

        public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) =>
            Next.DeadLetters(cancellationToken);

        public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) =>
            Next.Purge(id, cancellationToken);

        public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) =>
            Next.Status(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await one.DisposeAsync();
            await other.DisposeAsync();
        }
    }
}
