namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Hands what the pool asks for to the parts that do it; they exist only after the pool does.</summary>
internal sealed class LaneWork(LaneLoader loader) : ILaneWork
{
    public TransitionQueue? Transitions { get; set; }

    public SaidNotes? Notes { get; set; }

    public void Read(OwnedLane lane) => loader.Read(lane);

    public void FindAlbum(OwnedLane lane, LaneRow first) => loader.FindAlbum(lane, first);

    public void Completed(PostgreSqlClaim claim) => Transitions!.Add(new CompleteTransition(claim));

    public void Release(LaneRelease release) => Transitions!.Add(new ReleaseTransition(release));

    public void HasRoom() => loader.HasRoom();

    public void Noted(PostgreSqlClaim claim) => Notes!.Noted(claim);
}
