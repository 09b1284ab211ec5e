namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>One attempt to hand an update to the bot's webhook.</summary>
/// <param name="UpdateId">update_id.</param>
/// <param name="Kind">The kind of update.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Status">The HTTP status, if there was an answer.</param>
/// <param name="Error">What went wrong; null for a success.</param>
/// <param name="RetryIn">When it is tried again; null for a success or when it was dropped.</param>
public sealed record SandboxDelivery(
    int UpdateId, string Kind, int Attempt, int? Status, string? Error, TimeSpan? RetryIn);
