using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Telegram.Webhooks.Runtime.BotApi.Noted;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// One attempt to handle one update. It is ambient (<see cref="Current"/>) in the receiver and in whatever that awaits.
/// What it notes is kept with the update, so that a later attempt does not do it again (docs/said-once.md).
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class UpdateAttempt
{
    private readonly StoredUpdate _update;
    private readonly long? _botId;
    private readonly bool _notesCalls;

    internal UpdateAttempt(
        StoredUpdate update, int number, bool isLast, AttemptNotes notes, long? botId, bool notesCalls)
    {
        _update = update;
        _botId = botId;
        _notesCalls = notesCalls;
        Number = number;
        IsLast = isLast;
        Notes = notes;
    }

    /// <summary>
    /// The attempt this code runs in; null outside of a handler, and in what a handler started and did not await once
    /// it has returned.
    /// </summary>
    public static UpdateAttempt? Current =>
        CallNotes.Current is AttemptScope { Attempt: var attempt } && !attempt.Notes.HasEnded ? attempt : null;

    /// <summary>Telegram's number of the update; of a media group, its first part's.</summary>
    public long UpdateId => _update.UpdateId;

    /// <summary>Which kind of update, such as <c>callback_query</c>; null when it carries none.</summary>
    public string? Kind => _update.Kind;

    /// <summary>Which attempt this is, from 1.</summary>
    public int Number { get; }

    /// <summary>
    /// Whether the update is given up if this attempt fails (<see cref="DeliveryOptions.MaxAttempts"/>). Never with
    /// <see cref="UpdateInbox.None"/>.
    /// </summary>
    public bool IsLast { get; }

    /// <summary>When the update came in.</summary>
    public DateTimeOffset ReceivedAt => _update.ReceivedAt;

    /// <summary>
    /// The update exactly as Telegram sent it: one JSON object, UTF-8; of a media group, its first part.
    /// </summary>
    public ReadOnlyMemory<byte> Json => _update.Body;

    internal AttemptNotes Notes { get; }

    /// <summary>
    /// Within it, calls and steps are made again and not noted, as if this were the only attempt. Does nothing outside
    /// of a handler.
    /// </summary>
    /// <returns>Dispose it, in the method that called this, to end that.</returns>
    public static IDisposable Repeat()
    {
        var before = CallNotes.Current;
        if (before is AttemptScope scope) CallNotes.Current = scope.Repeating();
        return new Restoring(before);
    }

    /// <summary>
    /// Runs a step unless an earlier attempt has; it is noted when it returns, and made again when it throws.
    /// </summary>
    /// <param name="step">Its name: the same in each attempt, and another one for each step of the update. Steps inside
    /// a step have names of their own.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="InvalidOperationException">A step of this name has been run or begun in this attempt, or the
    /// handler has returned.</exception>
    public async Task Once(string step, Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        await Run(step, async () =>
        {
            await action().ConfigureAwait(false);
            return ReadOnlyMemory<byte>.Empty;
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a step unless an earlier attempt has; then it returns what the step returned there. It is noted when it
    /// returns, and made again when it throws.
    /// </summary>
    /// <param name="step">Its name: the same in each attempt, and another one for each step of the update. Steps inside
    /// a step have names of their own.</param>
    /// <param name="result">How the result is kept, as JSON.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="InvalidOperationException">A step of this name has been run or begun in this attempt, or the
    /// handler has returned, or what an earlier attempt noted is no <typeparamref name="T"/>.</exception>
    public async Task<T> Once<T>(string step, JsonTypeInfo<T> result, Func<Task<T>> action)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(action);
        var value = default(T);
        var noted = await Run(step, async () =>
        {
            value = await action().ConfigureAwait(false);
            return JsonSerializer.SerializeToUtf8Bytes(value, result);
        }).ConfigureAwait(false);
        if (noted is null) return value!;
        try
        {
            return JsonSerializer.Deserialize(noted.Value.Span, result)!;
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException(
                $"What an earlier attempt noted of the step '{step}' is no {typeof(T).Name}. Give the step another name when its result changes.", error);
        }
    }

    /// <summary>Whether calls of this bot are noted now.</summary>
    internal bool NotesCallsOf(long botId) => _notesCalls && (_botId is null || _botId == botId);

    /// <summary>Makes the attempt ambient for the rest of the calling asynchronous method.</summary>
    internal void Enter() => CallNotes.Current = new AttemptScope(this, "", repeats: false);

    /// <returns>What was noted by an earlier attempt; null when the step was run now.</returns>
    private async Task<ReadOnlyMemory<byte>?> Run(string step, Func<Task<ReadOnlyMemory<byte>>> action)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(step);
        var scope = CallNotes.Current is AttemptScope current && current.Attempt == this
            ? current
            : new AttemptScope(this, "", repeats: false);
        if (scope.Repeats)
        {
            await action().ConfigureAwait(false);
            return null;
        }

        var note = Notes.TakeStep(scope.Scope, step);
        if (note.Result is { } noted)
        {
            CallTelemetry.CountNotRepeated("step", _botId);
            return noted;
        }

        try
        {
            // For what the step awaits: this method's caller does not see it.
            CallNotes.Current = scope.In(step);
            var result = await action().ConfigureAwait(false);
            note.Succeeded(result.Span);
            return null;
        }
        catch
        {
            note.Failed(mayHaveBeenExecuted: false);
            throw;
        }
    }

    private sealed class Restoring(CallNotes? before) : IDisposable
    {
        public void Dispose() => CallNotes.Current = before;
    }
}
