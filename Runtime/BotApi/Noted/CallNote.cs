namespace Telegram.Webhooks.Runtime.BotApi.Noted;

/// <summary>
/// One call in one attempt: noted by an earlier attempt, or made now and reported here when its outcome is known.
/// </summary>
internal abstract class CallNote
{
    /// <summary>
    /// The result of the earlier call as JSON: this one is not made. Null when it is to be made. Empty when the earlier
    /// one counts as done though its result never came.
    /// </summary>
    public abstract ReadOnlyMemory<byte>? Result { get; }

    /// <summary>The call was executed; <paramref name="result"/> is lent.</summary>
    public abstract void Succeeded(ReadOnlySpan<byte> result);

    /// <summary>The call was not executed, or nobody knows.</summary>
    /// <param name="mayHaveBeenExecuted">Whether it is unknown.</param>
    public abstract void Failed(bool mayHaveBeenExecuted);
}
