namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>A lane that this instance owns, as a statement told.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Fence">Which lease.</param>
/// <param name="Tail">The newest position there is.</param>
/// <param name="Crashes">How many instances ended with its head.</param>
/// <param name="IsNew">The statement itself made this lease.</param>
/// <param name="Rows">What the statement wrote into it.</param>
internal sealed record Lease(long Lane, long Fence, long Tail, int Crashes, bool IsNew, IReadOnlyList<LaneRow> Rows);
