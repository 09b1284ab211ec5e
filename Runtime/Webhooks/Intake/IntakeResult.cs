namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>How taking a body ended, and with it what the request is answered.</summary>
internal enum IntakeOutcome
{
    /// <summary>Kept durably, or handled.</summary>
    Accepted,

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

/// <summary>The outcome, and the body of the answer if a request travels in it.</summary>
internal readonly record struct IntakeResult(IntakeOutcome Outcome, ReadOnlyMemory<byte>? Reply = null)
{
    public static implicit operator IntakeResult(IntakeOutcome outcome) => new(outcome);
}
