namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A claim that knows its unit; while the unit knows this claim too, it is held.</summary>
internal class LaneClaim(LaneUnit unit) : UpdateClaim(unit.Parts, unit.Attempt)
{
    public LaneUnit Unit { get; } = unit;
}
