using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.BotApi.Noted;

/// <summary>
/// What the client asks about calls that were already made for the same cause, such as an earlier attempt to handle the
/// same update. Ambient: it holds for whatever is awaited where it was set. The client knows nothing else of who keeps
/// the notes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal abstract class CallNotes
{
    private static readonly AsyncLocal<CallNotes?> Ambient = new();

    /// <summary>The notes in force here; null outside of a handler.</summary>
    public static CallNotes? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>
    /// What distinguishes equal calls that are not the same call, such as the step they are made in; empty for none.
    /// </summary>
    public virtual string Scope => "";

    /// <summary>Takes the next equal call, or does nothing where calls are not noted.</summary>
    /// <returns>Null when the call is made as if there were no notes.</returns>
    public static ValueTask<CallNote?> Begin(
        long botId, string methodName, RequestBody body, CancellationToken cancellationToken) =>
        Current is { } notes && NotedMethods.Include(methodName) && notes.Covers(botId)
            ? notes.Take(botId, methodName, body, cancellationToken)
            : ValueTask.FromResult<CallNote?>(null);

    /// <summary>Whether calls of this bot are noted here and now.</summary>
    protected abstract bool Covers(long botId);

    /// <summary>Takes the lowest number of an equal call that nobody has in this attempt.</summary>
    protected abstract CallNote? Take(string methodName, CallKey key);

    private async ValueTask<CallNote?> Take(
        long botId, string methodName, RequestBody body, CancellationToken cancellationToken)
    {
        var key = body.HasFiles
            ? await CallKey.OfUpload(botId, Scope, methodName, body, cancellationToken).ConfigureAwait(false)
            : CallKey.Of(botId, Scope, methodName, body.Parameters);
        return Take(methodName, key);
    }
}
