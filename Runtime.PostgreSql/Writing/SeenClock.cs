namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Seconds in which an instance ran, which is how long ids are remembered by: setting the clock of a machine, or of the
/// database's, makes no instance forget an id, and none remember one for ever. Instances count on from what is in the
/// database, each for itself, and write the highest back.
/// </summary>
internal sealed class SeenClock(TimeProvider time, long start)
{
    private readonly long _began = time.GetTimestamp();

    public long Now => start + (long)time.GetElapsedTime(_began).TotalSeconds;
}
