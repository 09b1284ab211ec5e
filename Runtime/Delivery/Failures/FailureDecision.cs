namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>What is done about a failed attempt, and why.</summary>
/// <param name="Choice">What.</param>
/// <param name="Wait">For a retry, how long it waits.</param>
/// <param name="Reason">Why, for the log, <c>onError</c> and the dead letter.</param>
internal readonly record struct FailureDecision(FailureChoice Choice, TimeSpan Wait, string Reason);
