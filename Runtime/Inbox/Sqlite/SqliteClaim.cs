namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A claim with its record for the file.</summary>
internal sealed class SqliteClaim : LaneClaim
{
    public SqliteClaim(LaneUnit unit) : base(unit) => Record = new AttemptCommand(this);

    public AttemptCommand Record { get; }

    /// <summary>Some of its updates were in memory without their bodies.</summary>
    public bool LacksBodies
    {
        get
        {
            for (var i = 0; i < Updates.Count; i++)
                if (Updates[i].Body.IsEmpty) return true;
            return false;
        }
    }
}
