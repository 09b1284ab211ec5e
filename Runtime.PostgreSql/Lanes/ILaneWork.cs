namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What the pool asks to be done in the database. Called under the pool's lock: each only makes a note of it.
/// </summary>
internal interface ILaneWork
{
    /// <summary>More of a lane is to be read.</summary>
    void Read(OwnedLane lane);

    /// <summary>All parts of an album are to be looked for.</summary>
    void FindAlbum(OwnedLane lane, LaneRow first);

    /// <summary>A claim's updates are done.</summary>
    void Completed(PostgreSqlClaim claim);

    /// <summary>A lane is to be given back.</summary>
    void Release(LaneRelease release);

    /// <summary>There is room for lanes again.</summary>
    void HasRoom();

    /// <summary>What an attempt said is to be written if it lasts.</summary>
    void Noted(PostgreSqlClaim claim);
}

/// <summary>How a lane is given back.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="DueAt">From when on anybody may own it; null when it is empty and goes.</param>
/// <param name="Waits">What comes later waits, too.</param>
/// <param name="Always">Also when more came meanwhile.</param>
/// <param name="Crashed">The attempt on its head counts.</param>
internal sealed record LaneRelease(
    OwnedLane Lane, DateTimeOffset? DueAt, bool Waits = false, bool Always = false, bool Crashed = false)
{
    /// <summary>
    /// Up to where it was read when that was decided: what is pushed to it afterwards must not make it look as if it
    /// had been handled.
    /// </summary>
    public long ReadTo { get; } = Lane.ReadTo;
}
