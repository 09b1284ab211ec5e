using Telegram.Webhooks.Runtime.BotApi.Noted;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// What is ambient in a handler: its attempt, the step it is in, and whether calls are made again there.
/// </summary>
internal sealed class AttemptScope(UpdateAttempt attempt, string scope, bool repeats) : CallNotes
{
    // Cannot stand in a step's name that anybody types, so that no two paths read alike.
    private const char Separator = '\u001F';

    public UpdateAttempt Attempt => attempt;

    public bool Repeats => repeats;

    public override string Scope => scope;

    public AttemptScope In(string step) => new(attempt, scope + step + Separator, repeats);

    public AttemptScope Repeating() => new(attempt, scope, repeats: true);

    protected override bool Covers(long botId) => !repeats && attempt.NotesCallsOf(botId);

    protected override CallNote? Take(string methodName, CallKey key) => attempt.Notes.TakeCall(methodName, key);
}
