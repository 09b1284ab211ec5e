namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>An update that is not finished, as it comes into memory.</summary>
/// <param name="Update">The update; its body may be missing.</param>
/// <param name="Attempt">How often it was tried.</param>
/// <param name="Wait">How long it may not be tried again from now.</param>
/// <param name="LastAttemptFailed">How the last try ended is known: not with the process.</param>
/// <param name="HasSaid">The store has notes of what was said.</param>
/// <param name="IsNew">It has just come in: no clock has to tell how old it is.</param>
/// <param name="IsRecovered">It was there when the store was opened.</param>
/// <param name="Age">How long ago it came in, for what comes into memory later than that.</param>
/// <param name="Said">What was said, where it is kept in memory.</param>
internal readonly record struct StoredRow(
    StoredUpdate Update,
    int Attempt = 0,
    TimeSpan Wait = default,
    bool LastAttemptFailed = false,
    bool HasSaid = false,
    bool IsNew = false,
    bool IsRecovered = false,
    TimeSpan Age = default,
    SaidCalls? Said = null);
