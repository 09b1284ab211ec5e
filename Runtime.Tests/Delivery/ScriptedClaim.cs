using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>A claim of an inbox that a test plays.</summary>
internal sealed class ScriptedClaim(StoredUpdate update, int attempt = 1, bool lastAttemptFailed = false,
    CancellationToken lost = default) : UpdateClaim
{
    public override IReadOnlyList<StoredUpdate> Updates { get; } = [update];

    public override int Attempt { get; } = attempt;

    public override bool LastAttemptFailed { get; } = lastAttemptFailed;

    public override SaidCalls Said { get; } = new();

    public override CancellationToken Lost { get; } = lost;
}
