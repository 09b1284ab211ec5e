namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What is in memory at one moment.</summary>
/// <param name="Handled">How many updates are claimed.</param>
/// <param name="Waiting">The units that failed and are not due yet, each the head of its lane; with how long they
/// wait.</param>
/// <param name="Oldest">The oldest update that is not done.</param>
internal sealed record LaneSurvey(
    long Handled, IReadOnlyList<(LaneUnit Unit, TimeSpan Wait)> Waiting, StoredUpdate? Oldest)
{
    public static LaneSurvey Of(IEnumerable<Lane> lanes, TimeSpan now)
    {
        long handled = 0;
        var waiting = new List<(LaneUnit, TimeSpan)>();
        StoredUpdate? oldest = null;
        foreach (var lane in lanes)
        {
            if (lane.Busy is { Claim: not null } busy) handled += busy.Count;
            if (lane.First is not { } head) continue;
            if (oldest is null || head.First.Id < oldest.Id) oldest = head.First;
            if (lane.Busy is null && head is { Attempt: > 0, Open: false } && head.DueAt > now)
                waiting.Add((head, head.DueAt - now));
        }

        return new LaneSurvey(handled, waiting, oldest);
    }

    public long WaitingUpdates => Waiting.Sum(entry => (long)entry.Unit.Count);

    /// <summary>Those that wait longest first.</summary>
    public IReadOnlyList<WaitingUpdate> List(int limit, Func<StoredUpdate, string?> errorOf) =>
    [
        .. Waiting.OrderByDescending(entry => entry.Wait).Take(limit).Select(entry => new WaitingUpdate
        {
            UpdateId = entry.Unit.First.UpdateId,
            Kind = entry.Unit.First.Kind,
            Lane = entry.Unit.First.Lane,
            ReceivedAt = entry.Unit.First.ReceivedAt,
            Attempts = entry.Unit.Attempt,
            Wait = entry.Wait,
            Error = errorOf(entry.Unit.First),
        }),
    ];
}
