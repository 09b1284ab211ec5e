namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>How taking a body ended, and with it what the request is answered.</summary>
internal enum IntakeOutcome
{
    /// <summary>Kept durably, or handled.</summary>
    Accepted,

    /// <summary>Handled, and the answer is written: a call travels in it.</summary>
    Answered,

    /// <summary>
    /// A call travels in the answer, which could not be written to its end: what was written must not pass for the
    /// whole.
    /// </summary>
    BrokenOff,

    /// <summary>Known already.</summary>
    Duplicate,

    /// <summary>Not readable, but kept as a dead letter or at least reported: it must not come again.</summary>
    Buried,

    /// <summary>Not readable, from a sender that proved nothing.</summary>
    Refused,

    /// <summary>No room, or the inbox fails: the sender should try again soon.</summary>
    Busy,

    /// <summary>The receiver failed and nothing else keeps the update: the sender should try again.</summary>
    Failed,
}
