namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>One handler that runs, as its watch knows it.</summary>
/// <param name="updateId">Telegram's number of the update.</param>
/// <param name="kind">Which kind of update.</param>
/// <param name="chatId">The chat, if it is of one.</param>
/// <param name="attempt">Which attempt, from 1.</param>
/// <param name="startedAt">The clock's timestamp at its start.</param>
internal sealed class RunningHandler(long updateId, string? kind, long? chatId, int attempt, long startedAt)
{
    public long UpdateId => updateId;

    public string? Kind => kind;

    public long? ChatId => chatId;

    public int Attempt => attempt;

    public long StartedAt => startedAt;

    /// <summary>After how long the next warning is due. Guarded by the watch's lock.</summary>
    public TimeSpan WarnAt { get; set; }

    public RunningUpdate At(TimeSpan elapsed) => new()
    {
        UpdateId = updateId,
        Kind = kind,
        ChatId = chatId,
        Attempt = attempt,
        Elapsed = elapsed,
    };
}
