namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>One thing that happens to an inbox.</summary>
internal abstract record InboxStep
{
    public abstract Task Do(InboxModelRun run);
}

internal sealed record AppendStep(int Lane, bool IsAlbumPart) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Append(Lane, IsAlbumPart);
}

internal sealed record AppendAgainStep(int Back) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.AppendAgain(Back);
}

internal sealed record ClaimStep : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Claim();
}

internal sealed record CompleteStep(int Which) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Complete(Which);
}

internal sealed record RetryStep(int Which, int WaitSeconds) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Retry(Which, WaitSeconds);
}

internal sealed record BuryStep(int Which) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Bury(Which);
}

internal sealed record ReplayStep : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Replay();
}

internal sealed record AdvanceStep(int Milliseconds) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Advance(Milliseconds);
}

internal sealed record CrashStep : InboxStep
{
    public override Task Do(InboxModelRun run) => run.Crash();
}

internal sealed record SetClockStep(int HoursAhead) : InboxStep
{
    public override Task Do(InboxModelRun run) => run.SetClock(HoursAhead);
}
